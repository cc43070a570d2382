package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.runningPrimary;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.stopped;
import static io.hactl.core.given.Given.LEADER_AT;
import static io.hactl.core.given.Given.aPrimary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Given;
import io.hactl.core.given.UnhealthyNode;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Fault;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.KillOrphans;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.HandingOver.RenewalStopped;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.core.reason.Pausing.LeaderInPause;
import io.hactl.core.reason.Waiting.BackingOffAlone;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.core.reason.YieldCause;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An unhealthy leader yields to a healthy member, if there is one. */
class YieldingTest {

  private static final Stop CLEANLY = new Stop(StopPurpose.YIELD, true, seconds(60));
  private static final Stop AT_ONCE = new Stop(StopPurpose.YIELD, false, seconds(0));
  private static final TaskResult STUCK = new TaskResult.Failed("processes do not end", true);

  private static Given unhealthy(FaultKind... kinds) {
    return aPrimary().withMember("b").inStep().remembering(UnhealthyNode.with(kinds));
  }

  private static Transaction.Builder release() {
    return Transaction.builder().ifAt(Keys.LEADER, LEADER_AT).delete(Keys.LEADER);
  }

  @Test
  void aLeaderThatIsUnhealthyAsksTheOthers() {
    unhealthy(FaultKind.DISK_FULL).decide().because(HoldingLease.class).runsNothing().asks("b");
  }

  @Test
  void aLeaderThatIsWellAsksNobody() {
    aPrimary().withMember("b").inStep().decide().because(HoldingLease.class).asksNobody();
  }

  @Test
  void aFullDiskShutsTheServerDownCleanlyForAHealthyMember() {
    unhealthy(FaultKind.DISK_FULL)
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(
            new ReleasingLease(new YieldCause.Unhealthy(UnhealthyNode.fault(FaultKind.DISK_FULL))))
        .runs(CLEANLY)
        .commitsNo(Purpose.LEADER);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"STORAGE_HANGS", "STORAGE_FAILS", "SERVER_HANGS"})
  void whatHangsIsStoppedAtOnce(FaultKind kind) {
    unhealthy(kind).heard(peer("b", TIMELINE, HERE)).decide().runs(AT_ONCE);
  }

  @Test
  void aHungServerYieldsLongBeforeItsStartTimeout() {
    unhealthy(FaultKind.SERVER_HANGS)
        .runs(new ServerState.Unresponsive(500, ago(seconds(20))))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .runs(AT_ONCE);
  }

  @Test
  void aHungServerWithoutASuccessorIsLeftAlone() {
    unhealthy(FaultKind.SERVER_HANGS)
        .runs(new ServerState.Unresponsive(500, ago(seconds(20))))
        .heard(stopped(peer("b", TIMELINE, HERE)))
        .decide()
        .because(WaitingForStart.class)
        .runsNothing();
  }

  @Test
  void whereNobodyCanTakeOverTheLeaderGoesOnAndSaysSo() {
    unhealthy(FaultKind.DISK_FULL)
        .heard(stopped(peer("b", TIMELINE, HERE)))
        .decide()
        .because(new UnhealthyLeader(UnhealthyNode.fault(FaultKind.DISK_FULL)))
        .runsNothing();
  }

  @Test
  void twoThatAreUnhealthyDoNotHandTheLeaseToAndFro() {
    unhealthy(FaultKind.DISK_FULL)
        .heard(UnhealthyNode.peer("b", FaultKind.API_SILENT))
        .decide()
        .because(UnhealthyLeader.class)
        .runsNothing();
  }

  @Test
  void whoWouldNotWinTheElectionIsNoSuccessor() {
    unhealthy(FaultKind.DISK_FULL).heard(peer("b", TIMELINE - 1, HERE)).decide().runsNothing();
    unhealthy(FaultKind.DISK_FULL)
        .status(new Lsn(HERE.bytes() + 2_000_000))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .runsNothing();
    unhealthy(FaultKind.DISK_FULL)
        .heard(peer("b", TIMELINE, HERE), runningPrimary(peer("c", TIMELINE, HERE)))
        .decide()
        .runsNothing();
  }

  @Test
  void inSynchronousModeOnlyAMemberOfTheSyncKeyIsASuccessor() {
    Given given =
        unhealthy(FaultKind.STORAGE_HANGS).config("{\"synchronous_mode\": true}").sync("a", 0, "c");
    given.heard(peer("b", TIMELINE, HERE)).decide().commitsNo(Purpose.LEADER);
    assertThat(given.decide().task()).isNotEqualTo(Optional.of(AT_ONCE));
    given.heard(peer("b", TIMELINE, HERE), peer("c", TIMELINE, HERE)).decide().runs(AT_ONCE);
  }

  @Test
  void aQuorumThatWouldNotBeHeardIsNoSuccessor() {
    Given given =
        unhealthy(FaultKind.STORAGE_HANGS)
            .config("{\"synchronous_mode\": \"quorum\"}")
            .sync("a", 1, "b", "c");
    assertThat(given.heard(peer("b", TIMELINE, HERE)).decide().task())
        .isNotEqualTo(Optional.of(AT_ONCE));
    given.heard(peer("b", TIMELINE, HERE), peer("c", TIMELINE, HERE)).decide().runs(AT_ONCE);
  }

  @Test
  void answersThatAreOldMoveNoLease() {
    unhealthy(FaultKind.DISK_FULL)
        .heardAt(ago(seconds(3)), peer("b", TIMELINE, HERE))
        .decide()
        .runsNothing()
        .asksNobody();
    unhealthy(FaultKind.DISK_FULL)
        .heardAt(ago(seconds(6)), peer("b", TIMELINE, HERE))
        .decide()
        .asks("b");
  }

  @Test
  void aCrashLoopStopsNoServerThatRuns() {
    unhealthy(FaultKind.CRASH_LOOP).heard(peer("b", TIMELINE, HERE)).decide().runsNothing();
  }

  @Test
  void whatIsOverMovesNoLease() {
    aPrimary()
        .withMember("b")
        .inStep()
        .remembering(UnhealthyNode.recovering(FaultKind.STORAGE_HANGS))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(HoldingLease.class)
        .runsNothing();
  }

  @Test
  void inPauseNothingIsDone() {
    unhealthy(FaultKind.DISK_FULL, FaultKind.STORAGE_HANGS)
        .paused()
        .inStep()
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(LeaderInPause.class)
        .runsNothing()
        .asksNobody();
  }

  @Test
  void onceStoppedTheLeaseIsGivenBack() {
    unhealthy(FaultKind.DISK_FULL)
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .remembering(
            m -> Learning.after(m, CLEANLY, new TaskResult.WasStopped(Optional.of(HERE)), NOW))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aServerThatHungIsNotStartedAgainBeforeTheLeaseIsGivenBack() {
    aPrimary()
        .withMember("b")
        .remembering(UnhealthyNode.with(FaultKind.SERVER_HANGS))
        .remembering(
            m -> Learning.after(m, AT_ONCE, new TaskResult.WasStopped(Optional.empty()), NOW))
        .remembering(UnhealthyNode.recovering(FaultKind.SERVER_HANGS))
        .stopped()
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(
            new ReleasingLease(
                new YieldCause.WithSuccessor(
                    new YieldCause.Unhealthy(UnhealthyNode.fault(FaultKind.SERVER_HANGS)), "b")))
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aSuccessorThatHasGoneMeanwhileHasTheServerStartedAgain() {
    unhealthy(FaultKind.API_SILENT)
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .heard(stopped(peer("b", TIMELINE, HERE)))
        .decide()
        .commitsNo(Purpose.LEADER)
        .runsA(StartPrimary.class);
  }

  @Test
  void aServerThatWasStoppedInVainIsNotStoppedAgainAtOnce() {
    Given given = unhealthy(FaultKind.DISK_FULL).heard(peer("b", TIMELINE, HERE));
    given.remembering(
        m -> Learning.after(m, CLEANLY, new TaskResult.WasStopped(Optional.empty()), NOW));
    given.inStep().decide().runsNothing();
  }

  @Test
  void aCrashForWantOfSpaceYieldsAtOnce() {
    unhealthy(FaultKind.DISK_FULL)
        .stopped()
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aloneACrashForWantOfSpaceIsStartedAgainAfterGrowingWaits() {
    Given given = unhealthy(FaultKind.DISK_FULL).stopped().heard();
    given.decide().runsA(StartPrimary.class);
    given
        .remembering(m -> m.change().primaryStarts(List.of(ago(seconds(4)))).done())
        .decide()
        .because(new BackingOffAlone(UnhealthyNode.fault(FaultKind.DISK_FULL)))
        .runsNothing()
        .does(new Action.WakeAt(in(seconds(1))));
    given
        .remembering(
            m -> m.change().primaryStarts(List.of(ago(seconds(30)), ago(seconds(6)))).done())
        .decide()
        .does(new Action.WakeAt(in(seconds(4))));
  }

  @Test
  void aloneOnStorageThatHangsNothingIsStarted() {
    unhealthy(FaultKind.STORAGE_HANGS)
        .stopped()
        .heard()
        .decide()
        .because(BackingOffAlone.class)
        .runsNothing()
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void processesThatDoNotEndKeepTheLeaseFromBeingGivenBack() {
    unhealthy(FaultKind.STORAGE_HANGS)
        .remembering(m -> Learning.after(m, AT_ONCE, STUCK, NOW))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(RenewalStopped.class)
        .does(new Action.StopRenewing())
        .runsNothing()
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void orphansThatDoNotEndHaveTheLeaseEndByItself() {
    Given given =
        unhealthy(FaultKind.STORAGE_HANGS)
            .runs(new ServerState.Stopped(true))
            .remembering(m -> Learning.after(m, new KillOrphans(), STUCK, NOW));
    given
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .does(new Action.StopRenewing())
        .commitsNo(Purpose.LEADER);
    assertThat(given.heard().decide().decision().actions())
        .doesNotContain(new Action.StopRenewing());
  }

  @Test
  void aTaskThatTheStorageHoldsUpDoesNotKeepTheLease() {
    var configure = new PostgresTask.Configure(Optional.empty(), aPrimary().effective());
    unhealthy(FaultKind.STORAGE_HANGS)
        .busyWith(configure)
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .does(new Action.CancelTask(), new Action.StopRenewing());
    unhealthy(FaultKind.STORAGE_HANGS).busyWith(configure).decide().asks("b");
    unhealthy(FaultKind.DISK_FULL)
        .busyWith(configure)
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .asksNobody();
  }

  @Test
  void aSessionThatIsNotRenewedIsNotKeptAliveByTheMembersEither() {
    Given given =
        aPrimary()
            .config("{\"failsafe_mode\": true}")
            .failsafe("a", "b")
            .leaseUntil(in(seconds(8)))
            .inStep();
    assertThat(given.decide().decision().actions()).anyMatch(Action.AskFailsafe.class::isInstance);
    given.remembering(m -> m.withRenewalStopped(true));
    assertThat(given.decide().decision().actions()).noneMatch(Action.AskFailsafe.class::isInstance);
  }

  @Test
  void aStopThatKillsInVainKeepsTheLeaseForThreeSecondsOnly() {
    var stop = new Stop(StopPurpose.YIELD, false, Duration.ZERO);
    Given given =
        aPrimary().withMember("b").inStep().busyWith(stop).heard(peer("b", TIMELINE, HERE));
    given
        .remembering(hangingFor(seconds(4)))
        .decide()
        .does(new Action.StopRenewing())
        .commitsNo(Purpose.LEADER);
    assertThat(given.remembering(hangingFor(seconds(2))).decide().decision().actions())
        .doesNotContain(new Action.StopRenewing());
  }

  private static UnaryOperator<Memory> hangingFor(Duration time) {
    Fault fault = new Fault(FaultKind.STORAGE_HANGS, "it hangs", ago(time), Optional.empty());
    return m -> m.change().health(m.health().withFaults(List.of(fault))).done();
  }
}
