package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.reason.Leading.LeadingWithoutDcs;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.NodeStorage;
import io.hactl.simulation.setting.SimulationSettings;
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
  void story2StorageThatHangsForMinutesMovesTheLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.storage().stick(true);
    // The I/O deadline, the tries to end what does not end, and a whole lease.
    story.anotherLeadsWithin(20 + 10 + 22, old);
    assertThat(old.server()).as("its processes hang, and acknowledge nothing").isPresent();
    assertThat(Story.takesWrites(old)).isFalse();
    story.run(60);
    old.storage().stick(false);
    story.isWholeWithin(60);
    assertThat(story.promotions()).isOne();
  }

  @Test
  void story2ATaskThatHangsInTheStorageDoesNotKeepTheLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.restart();
    story.advance(Duration.ofMillis(5));
    old.storage().stick(true);
    story.anotherLeadsWithin(20 + 15 + 22, old);
    old.storage().stick(false);
    story.isWholeWithin(60);
  }

  @Test
  void story2StorageThatHangsForAMomentMovesNothing() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.storage().stick(true);
    story.run(15);
    old.storage().stick(false);
    story.run(30);
    assertThat(story.leader()).isSameAs(old);
    assertThat(story.promotions()).isZero();
  }

  @Test
  void story4AFullDiskMovesTheLeaseOnceAndStaysThere() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.storage().leave(0);
    SimulatedNode next = story.anotherLeadsWithin(15, old);
    story.run(120);
    assertThat(story.leader()).isSameAs(next);
    assertThat(story.promotions()).isOne();
    old.storage().leave(NodeStorage.PLENTY);
    story.isWholeWithin(60);
  }

  @Test
  void story4FullDisksEverywhereHandTheLeaseToNobody() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story.world().nodes().forEach(n -> n.storage().leave(NodeStorage.LITTLE));
    story.run(300);
    assertThat(story.leader()).isSameAs(old);
    assertThat(story.promotions()).isZero();
    assertThat(story.reason(old)).isInstanceOf(UnhealthyLeader.class);
  }

  @Test
  void story4AloneWithAFullDiskTriesAgainWithGrowingWaits() {
    Story story = Story.of(SimulationSettings.plain().withMembers(List.of(Tags.NONE)));
    SimulatedNode alone = story.leader();
    alone.storage().leave(0);
    story.run(300);
    long starts =
        story.world().trace().lines().stream()
            .filter(line -> line.contains("PostgreSQL runs as a primary"))
            .count();
    assertThat(starts).isBetween(4L, 12L);
    alone.storage().leave(NodeStorage.PLENTY);
    story.isWholeWithin(130);
  }

  @Test
  void story4AMemberWithAFullDiskIsPassedOverInTheElection() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    SimulatedNode full = story.others().getFirst();
    full.storage().leave(NodeStorage.LITTLE);
    story.run(10);
    old.powerOff();
    assertThat(story.anotherLeadsWithin(22, old)).isNotSameAs(full);
    SimulatedNode healthy = story.leader();
    healthy.powerOff();
    story.leadsWithin(40, full);
    healthy.powerOn();
    old.powerOn();
    story.isWholeWithin(120);
    assertThat(story.leader()).as("yields once there is somebody").isNotSameAs(full);
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
  void story6AnUnknownErrorOfTheDcsDemotesNobodyInFailsafeMode() {
    Story story = Story.of(withFailsafe());
    SimulatedNode leader = story.leader();
    story.world().store().stop();
    for (int i = 0; i < 60; i++) {
      story.run(2);
      assertThat(Story.takesWrites(leader)).isTrue();
    }
    story.saw(new LeadingWithoutDcs());
    story.world().store().resume();
    story.isWholeWithin(30);
    assertThat(story.leader()).isSameAs(leader);
    assertThat(story.promotions()).isZero();
  }

  @Test
  void story6AMemberThatDoesNotAgreeEndsIt() {
    Story story = Story.of(withFailsafe());
    SimulatedNode leader = story.leader();
    story.world().store().stop();
    story.run(30);
    story.others().getFirst().freezeAgent();
    story.until("it is read-only", 22, () -> !Story.takesWrites(leader));
    story.others().getFirst().thawAgent();
    story.world().store().resume();
    story.isWholeWithin(60);
  }

  private static SimulationSettings withFailsafe() {
    SimulationSettings plain = SimulationSettings.plain();
    return plain.with(
        plain.config().merge(DynamicConfig.parse("{\"failsafe_mode\": true}").tree()));
  }

  @Test
  void story8AnImpossibleRewindEndsInANewCopy() {
    Story story = Story.ofThree();
    story.world().pace().setRewindsFail(true);
    SimulatedNode old = leaderWithWalOfItsOwn(story);
    old.powerOn();
    story.isWholeWithin(60);
    story.saw("WasSetAside");
  }

  @Test
  void story9DivergedDataIsSetAsideNotDeleted() {
    Story story =
        Story.of(
            SimulationSettings.plain()
                .with(
                    DynamicConfig.parse(
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
  void story13AnApiThatAnswersNobodyMovesTheLease() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.storage().deafen(true);
    story.run(35);
    assertThat(story.leader()).as("the socket is opened anew first").isSameAs(old);
    story.anotherLeadsWithin(20, old);
    story.run(60);
    assertThat(story.promotions()).isOne();
    old.storage().deafen(false);
    story.isWholeWithin(60);
  }

  @Test
  void story16AHungPostmasterMovesTheLeaseLongBeforePrimaryStartTimeout() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    old.server().orElseThrow().hangPostmaster(true);
    // The next look, the server's deadline, and the election.
    story.anotherLeadsWithin(5 + 2 + 20 + 15, old);
    story.isWholeWithin(60);
  }

  @Test
  void inPauseAnUnhealthyLeaderIsLeftAlone() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    SwitchoverStoriesTest.pause(story, true);
    old.storage().leave(NodeStorage.LITTLE);
    story.run(120);
    assertThat(story.leader()).isSameAs(old);
    assertThat(Story.takesWrites(old)).isTrue();
    SwitchoverStoriesTest.pause(story, false);
    story.anotherLeadsWithin(30, old);
  }

  @Test
  void story14APartitionedPrimaryFencesItself() {
    Story story = Story.ofThree();
    SimulatedNode old = story.leader();
    story
        .network()
        .cut(SimulatedNetwork.between(List.of(old.name()), List.of(SimulatedNetwork.DCS)));
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
    String identity = story.leader().dir().systemIdentifier();
    SimulatedNode replica = story.others().getFirst();
    replica.powerOff();
    replica.dir().empty();
    story.leader().powerOff();
    story.advance(Duration.ofSeconds(1));
    replica.powerOn();
    story.run(60);
    assertThat(story.world().identity()).contains(identity);
    story.world().nodes().stream().filter(SimulatedNode::isOff).forEach(SimulatedNode::powerOn);
    story.isWholeWithin(60);
  }

  /** A leader that went on for a moment while nobody got its WAL, and then lost its power. */
  private static SimulatedNode leaderWithWalOfItsOwn(Story story) {
    SimulatedNode old = story.leader();
    List<SimulatedNetwork.Cut> cuts =
        SimulatedNetwork.between(
            List.of(old.name()), story.others().stream().map(SimulatedNode::name).toList());
    story.network().cut(cuts);
    story.run(3);
    old.powerOff();
    story.network().heal(cuts);
    story.anotherLeadsWithin(25, old);
    return old;
  }
}
