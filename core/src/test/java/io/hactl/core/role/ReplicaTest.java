package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.asPrimary;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.server;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Cast.withoutAddress;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.memory.Memory.Configured;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.CompareTimelines;
import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.Follow;
import io.hactl.core.model.PostgresTask.Restart;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.PostgresTask.UpdateSlots;
import io.hactl.core.model.Request;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Maintaining.Configuring;
import io.hactl.core.reason.Maintaining.KeepingSlots;
import io.hactl.core.reason.Maintaining.Restarting;
import io.hactl.core.reason.Pausing.InPause;
import io.hactl.core.reason.Replicating.ChangingUpstream;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Following;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.core.reason.Replicating.StoppingToRejoin;
import io.hactl.core.reason.Replicating.WaitingForLeader;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member.ScheduledRestart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicaTest {

  /** Streams from nobody; the leader b is on a later timeline. */
  private static Given leftBehind() {
    return aReplica()
        .inStep()
        .runs(standby(TIMELINE, HERE, false, Optional.of("b")))
        .withMember("b", b -> at(asPrimary(b), TIMELINE + 1, HERE));
  }

  private static Given compared(int leaderTimeline, Optional<Lsn> divergedAt) {
    var comparison = new Comparison("b", leaderTimeline, divergedAt, HERE);
    return leftBehind().remembering(m -> m.change().compared(Optional.of(comparison)).done());
  }

  private static Given reinitialized() {
    return aReplica().inStep().remembering(m -> m.withReinitialize(false));
  }

  @Test
  void aReplicaInStepJustFollows() {
    aReplica().inStep().decide().because(new Following(Optional.of("b"))).runsNothing();
  }

  @Test
  void aNewLeaderIsFollowedOnceItRunsAsAPrimary() {
    Given given = aReplica().inStep().leads("c", 33).withMember("c");
    given.decide().because(new WaitingForLeader(Optional.of("c"))).runsNothing();
    given
        .withMember("c", c -> asPrimary(c))
        .decide()
        .because(ChangingUpstream.class)
        .runs(new Follow(Optional.of(upstream("c")), given.effective()));
  }

  @Test
  void aLeaderWithoutAnAddressIsNoReasonToGiveUpTheUpstream() {
    aReplica()
        .inStep()
        .withMember("b", b -> withoutAddress(asPrimary(b)))
        .decide()
        .because(WaitingForLeader.class)
        .runsNothing();
  }

  @Test
  void aMemberTaggedNostreamFollowsNobody() {
    assertThat(aReplica().tag("nostream", true).decide().runsA(Follow.class).upstream()).isEmpty();
  }

  @Test
  void changedSettingsAreWrittenTogetherWithTheUpstream() {
    var configure =
        aReplica().decide().because(Configuring.class).runsA(PostgresTask.Configure.class);
    assertThat(configure.upstream()).contains(upstream("b"));
  }

  @Test
  void aRestartThatWasAskedForIsDone() {
    var restart =
        aReplica()
            .inStep()
            .asked(new Request.Restart(1, Optional.empty()))
            .decide()
            .because(Restarting.class)
            .runsA(Restart.class);
    assertThat(restart.upstream()).contains(upstream("b"));
    assertThat(restart.timeout()).isEqualTo(seconds(300));
  }

  private static Given planned(Duration fromNow, String postmaster) {
    var plan = new ScheduledRestart(Given.WALL.plus(fromNow), Optional.of(postmaster));
    return aReplica().inStep().remembering(m -> m.withScheduledRestart(Optional.of(plan)));
  }

  @Test
  void aPlannedRestartIsDoneWhenItsTimeHasCome() {
    String started = Cast.STARTED.toString();
    planned(seconds(1), started).decide().because(Following.class);
    planned(seconds(0), started).decide().because(Restarting.class).runsA(Restart.class);
  }

  @Test
  void aPlannedRestartIsNotDoneOnAServerThatWasRestartedSince() {
    planned(seconds(0), "2020-01-01T00:00:00Z").decide().because(Following.class).runsNothing();
  }

  @Test
  void aPlannedRestartThatWasMissedIsNotMadeUpFor() {
    planned(seconds(-31), Cast.STARTED.toString()).decide().because(Following.class);
  }

  @Test
  void aPlannedRestartIsNotDoneDuringAPause() {
    planned(seconds(0), Cast.STARTED.toString())
        .paused()
        .decide()
        .runsA(PostgresTask.Configure.class);
    planned(seconds(0), Cast.STARTED.toString()).paused().inStep().decide().because(InPause.class);
  }

  @Test
  void aStandbyThatDoesNotStreamComparesItsTimeline() {
    leftBehind().decide().because(Comparing.class).runs(new CompareTimelines(upstream("b")));
  }

  @Test
  void aStandbyRestoringFromTheArchiveComparesItsTimelineToo() {
    var archive =
        standby(TIMELINE, HERE, false, Optional.of("b")).change().inArchiveRecovery(true).done();
    leftBehind().runs(archive).decide().because(Comparing.class);
  }

  @Test
  void aStandbyOnTheLeadersPathIsComparedOnceForEachTimeline() {
    compared(TIMELINE + 1, Optional.empty()).decide().because(Following.class).runsNothing();
    compared(TIMELINE, Optional.empty()).decide().because(Comparing.class);
  }

  @Test
  void aStandbyThatLeftTheLeadersPathIsStoppedToRejoin() {
    Stop stop =
        compared(TIMELINE + 1, Optional.of(new Lsn(7)))
            .decide()
            .because(new StoppingToRejoin(Optional.of(new Lsn(7))))
            .runsA(Stop.class);
    assertThat(stop.purpose()).isEqualTo(StopPurpose.REJOIN);
  }

  @Test
  void nothingIsComparedWithALeaderThatIsNotPromotedYet() {
    leftBehind().withMember("b", b -> at(b, TIMELINE + 1, HERE)).decide().because(Following.class);
  }

  @Test
  void aStandbyThatIsStartingIsWaitedFor() {
    aReplica().runs(new ServerState.Starting(5, NOW)).decide().because(WaitingForStart.class);
    aReplica().runs(new ServerState.Unresponsive(5, NOW)).decide().because(WaitingForStart.class);
  }

  @Test
  void aStandbyThatIsStartingUnderAFormerLeaderIsGivenTheNewOne() {
    Given given = aReplica().leads("c", 33).withMember("c", c -> asPrimary(c));
    given
        .remembering(
            m ->
                m.change()
                    .configured(
                        Optional.of(new Configured(given.effective(), Optional.of(upstream("b")))))
                    .done())
        .runs(new ServerState.Starting(5, NOW))
        .decide()
        .because(ChangingUpstream.class)
        .runs(new Follow(Optional.of(upstream("c")), given.effective()));
  }

  @Test
  void aNewCopyBeginsWithAStopAndAnEmptyDirectory() {
    reinitialized()
        .decide()
        .because(Reinitializing.class)
        .runs(new Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    reinitialized()
        .stopped()
        .decide()
        .because(Reinitializing.class)
        .runs(new Discard(Optional.empty()));
  }

  @Test
  void nothingIsRemovedWhileThereIsNobodyToCopyFrom() {
    reinitialized()
        .withMember("b")
        .stopped()
        .decide()
        .because(WaitingForLeader.class)
        .runsNothing();
  }

  @Test
  void aRemovalThatFailedIsNotTriedAgainAtOnce() {
    reinitialized()
        .stopped()
        .remembering(
            m ->
                Learning.after(
                    m, new Discard(Optional.empty()), new TaskResult.Failed("busy", true), NOW))
        .decide()
        .because(BackingOff.class);
  }

  @Test
  void slotsForTheOtherMembersAreKept() {
    aReplica()
        .inStep()
        .withMember("c")
        .runs(server(true, TIMELINE, HERE, true, Optional.of(upstream("b")), Map.of()))
        .decide()
        .because(KeepingSlots.class)
        .runs(new UpdateSlots(List.of("b", "c"), List.of()));
  }
}
