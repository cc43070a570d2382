package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.runner.event.Event;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.SimulatedNetwork.Cut;
import io.hactl.simulation.node.SimulatedNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaders that go away, in every way they can. */
class FailoverStoriesTest {

  private static final Duration MOMENT = Duration.ofMillis(200);

  @Test
  void theFirstStartGivesOneClusterHoweverManyBeginAtOnce() {
    Story story = Story.beforeTheFirstStart();
    story.start();
    assertThat(story.promotions()).isZero();
    assertThat(story.world().nodes())
        .allMatch(n -> n.dir().systemIdentifier().equals(story.leader().dir().systemIdentifier()));
  }

  @Test
  void aLeaderThatLosesItsPowerIsReplacedWithinItsLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.powerOff();
    story.anotherLeadsWithin(22, old);
    assertThat(story.promotions()).isOne();
  }

  @Test
  void aFormerPrimaryComesBackAndRewinds() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    List<Cut> cuts = SimulatedNetwork.between(List.of(old.name()), names(story.others()));
    story.network().cut(cuts);
    story.advance(Duration.ofSeconds(2));
    old.powerOff();
    story.network().heal(cuts);
    story.anotherLeadsWithin(22, old);
    story.run(5);
    old.powerOn();
    story.isWholeWithin(40);
    story.saw("pg_rewind from");
    assertThat(story.promotions()).isOne();
  }

  @Test
  void aLeaderCutOffFromEverythingStopsBeforeAnotherIsPromoted() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    List<Cut> cuts = story.isolate(old);
    story.anotherLeadsWithin(22, old);
    assertThat(Story.takesWrites(old)).isFalse();
    story.network().heal(cuts);
    story.isWholeWithin(60);
  }

  @Test
  void aLeaderThatHearsTheDcsNoMoreButIsHeardStopsInTime() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    List<Cut> deaf = List.of(new Cut(SimulatedNetwork.DCS, old.name()));
    story.network().cut(deaf);
    story.until("it stops", 20, () -> !Story.takesWrites(old));
    story.network().heal(deaf);
    story.isWholeWithin(60);
  }

  @Test
  void aFrozenAgentsPrimaryIsStoppedByTheGuard() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.freezeAgent();
    story.anotherLeadsWithin(22, old);
    story.saw("the guard stops PostgreSQL");
    old.thawAgent();
    story.isWholeWithin(60);
  }

  @Test
  void aShortFreezeChangesNothing() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.freezeAgent();
    story.run(8);
    old.thawAgent();
    story.run(30);
    assertThat(story.leader()).isSameAs(old);
    assertThat(story.promotions()).isZero();
  }

  @Test
  void anAgentStartedAgainTakesOverItsOwnPrimary() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    long pid = old.server().orElseThrow().pid();
    old.killAgent();
    story.run(3);
    old.startAgent();
    story.run(30);
    assertThat(story.leader()).isSameAs(old);
    assertThat(old.server().orElseThrow().pid()).isEqualTo(pid);
  }

  @Test
  void aDcsThatIsAwayForLongerThanTheLeaseLeavesNoPrimary() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.world().store().stop();
    story.until("nobody takes writes", 20, () -> !Story.takesWrites(old));
    story.run(60);
    story.world().store().resume();
    story.isWholeWithin(40);
  }

  @Test
  void leasesThatEtcdEndsTooEarlyAreTakenAgain() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    for (int i = 0; i < 20; i++) {
      story.world().store().endLeasesEarly();
      story.until("it leads again", 1, () -> story.world().store().leader().isPresent());
      story.advance(Duration.ofMillis(1_700));
      assertThat(story.leader()).isSameAs(old);
    }
    assertThat(story.promotions()).isZero();
    story.neverSaw("stopping PostgreSQL");
  }

  @Test
  void whoseDataWasGivenUpWhenAllKeysWereLostCreatesNoOtherCluster() {
    Story story = Story.ofThree();
    SimulatedNode empty = story.others().getFirst();
    String identity = story.world().identity().orElseThrow();
    empty.powerOff();
    empty.dir().giveUp();
    List<SimulatedNode> rest = story.world().nodes().stream().filter(n -> n != empty).toList();
    List<Cut> cuts = SimulatedNetwork.between(names(rest), List.of(SimulatedNetwork.DCS));
    story.network().cut(cuts);
    story.world().store().wipe();
    empty.powerOn();
    story.run(60);
    assertThat(story.world().identity()).isEmpty();
    story.network().heal(cuts);
    story.isWholeWithin(120);
    assertThat(story.world().identity()).contains(identity);
  }

  @Test
  void aShortBreakOfTheDcsChangesNothing() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.world().store().stop();
    story.run(6);
    story.world().store().resume();
    story.run(20);
    assertThat(story.leader()).isSameAs(old);
    story.neverSaw("is shutting down");
  }

  @Test
  void aCrashedPrimaryIsStartedInPlace() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.killPostmaster(Duration.ofMillis(100));
    story.leadsWithin(15, old);
    assertThat(story.promotions()).isZero();
  }

  @Test
  void theAnswerToTakingTheLeaseMayBeLost() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.powerOff();
    story.until(
        "somebody takes it",
        22,
        () -> story.world().store().leader().filter(l -> !l.equals(old.name())).isPresent());
    SimulatedNode next = story.leader();
    List<Cut> deaf = List.of(new Cut(SimulatedNetwork.DCS, next.name()));
    story.network().cut(deaf);
    story.advance(Duration.ofSeconds(4));
    story.network().heal(deaf);
    story.leadsWithin(15, next);
    old.powerOn();
    story.isWholeWithin(60);
  }

  @Test
  void anAgentThatIsAskedToEndHandsOverAtOnce() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.tell(new Event.EndAsked());
    story.advance(MOMENT);
    story.anotherLeadsWithin(5, old);
    story.isWholeWithin(60);
  }

  private static List<String> names(List<SimulatedNode> nodes) {
    return nodes.stream().map(SimulatedNode::name).toList();
  }
}
