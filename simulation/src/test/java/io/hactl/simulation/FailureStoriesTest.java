package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Tags;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What went wrong in systems like this one; the numbers are those of the list of such stories. */
class FailureStoriesTest {

  @Test
  void story1AnOverloadedLeaderThatWakesDoesNotDiscardItsSuccessorsPromotion() {
    Story story = Story.of(SimulationSettings.plain().withMembers(List.of(Tags.NONE, Tags.NONE)));
    SimulatedNode first = story.leader();
    first.suspend();
    SimulatedNode second = story.anotherLeadsWithin(25, first);
    story.run(10);
    second.freezeAgent();
    story.advance(Duration.ofMillis(100));
    first.resume();
    story.run(15);
    assertThat(Story.takesWrites(first)).isFalse();
    second.thawAgent();
    story.isWholeWithin(60);
  }

  @Test
  void story4ALeaderThatCrashesAgainAndAgainYields() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    for (int i = 0; i < 5 && story.leader() == old; i++) {
      old.killPostmaster(Duration.ZERO);
      story.run(8);
    }
    story.anotherLeadsWithin(10, old);
    story.isWholeWithin(60);
  }

  @Test
  void story5ADemotionThatHangsIsBoundedByTheLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.server().orElseThrow().setStuck(true);
    old.server().orElseThrow().hangPostmaster(true);
    story.isolate(old);
    story.until("it is gone", 20, () -> old.server().isEmpty());
    story.anotherLeadsWithin(10, old);
  }

  @Test
  void story8AnImpossibleRewindEndsInANewCopy() {
    Story story = Story.ofThree();
    story.world().pace().setRewindsFail(true);
    SimulatedNode old = leaderWithWalOfItsOwn(story);
    old.powerOn();
    story.isWholeWithin(60);
    story.saw("setting the data directory aside");
  }

  @Test
  void story9DivergedDataIsSetAsideNotDeleted() {
    Story story =
        Story.of(
            SimulationSettings.plain()
                .with(
                    io.hactl.dcs.DynamicConfig.parse(
                        """
                        {"ttl": 20, "loop_wait": 5, "retry_timeout": 5, "postgresql":
                          {"use_pg_rewind": false}}
                        """)));
    SimulatedNode old = leaderWithWalOfItsOwn(story);
    old.powerOn();
    story.isWholeWithin(60);
    story.saw("WasSetAside");
    story.neverSaw("Discard");
  }

  @Test
  void story14APartitionedPrimaryFencesItself() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.network().cut(Network.between(List.of(old.name()), List.of(Network.DCS)));
    story.anotherLeadsWithin(22, old);
    assertThat(Story.takesWrites(old)).isFalse();
  }

  @Test
  void story15AStandbyIsPromotedOnlyOnProofThatNobodyWrites() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.freezeAgent();
    old.server().orElseThrow().setStuck(true);
    story.anotherLeadsWithin(22, old);
    assertThat(old.server()).isEmpty();
  }

  @Test
  void story17AKilledAgentLeavesNoPrimaryBehind() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.killAgent();
    story.anotherLeadsWithin(22, old);
    assertThat(old.server()).isEmpty();
    old.startAgent();
    story.isWholeWithin(60);
  }

  @Test
  void story18AClockThatIsSetBackStretchesNoLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.clock().setWallClock(Duration.ofHours(-3));
    story.run(5);
    story.isolate(old);
    story.anotherLeadsWithin(22, old);
    assertThat(Story.takesWrites(old)).isFalse();
  }

  @Test
  void story19AMemberWithoutDataNeverCreatesTheClusterAgain() {
    Story story = Story.ofThree();
    String identity = story.leader().dir().systemIdentifier;
    SimulatedNode replica = story.others().getFirst();
    replica.powerOff();
    replica.dir().empty();
    story.leader().powerOff();
    story.advance(Duration.ofSeconds(1));
    replica.powerOn();
    story.run(60);
    assertThat(story.world().invariants().identity()).contains(identity);
    story.world().nodes().stream().filter(SimulatedNode::isOff).forEach(SimulatedNode::powerOn);
    story.isWholeWithin(60);
  }

  /** A leader that went on for a moment while nobody got its WAL, and then lost its power. */
  private static SimulatedNode leaderWithWalOfItsOwn(Story story) {
    SimulatedNode old = story.leader();
    List<Network.Cut> cuts =
        Network.between(
            List.of(old.name()), story.others().stream().map(SimulatedNode::name).toList());
    story.network().cut(cuts);
    story.run(3);
    old.powerOff();
    story.network().heal(cuts);
    story.anotherLeadsWithin(25, old);
    return old;
  }
}
