package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Given.aPrimary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Request;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.HandingOver.LookingForSuccessor;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Leading.LeaseEnding;
import io.hactl.core.reason.Leading.Promoting;
import io.hactl.core.reason.Leading.RestartingCrashed;
import io.hactl.core.reason.Leading.StartingPrimary;
import io.hactl.core.reason.Maintaining.Configuring;
import io.hactl.core.reason.Maintaining.Restarting;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrimaryTest {

  private static Given crashed() {
    return aPrimary()
        .stopped()
        .has(data(ControlState.IN_PRODUCTION, false))
        .withMember("b")
        .inStep();
  }

  private static Given leadingStandby() {
    return aPrimary().runs(standby(TIMELINE, HERE, false, Optional.of("b"))).inStep();
  }

  private static Transaction.Builder release() {
    return Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER);
  }

  @Test
  void aPrimaryWithNothingToDoKeepsTheLease() {
    aPrimary()
        .inStep()
        .decide()
        .because(HoldingLease.class)
        .runsNothing()
        .commitsNo(Purpose.LEADER)
        .does(new Action.WakeAt(in(seconds(25))));
  }

  @Test
  void aStandbyThatTookTheLeaseIsPromoted() {
    leadingStandby()
        .history(Cast.ended(TIMELINE, "promoting"))
        .decide()
        .because(Promoting.class)
        .runs(new Promote(TIMELINE, seconds(60)));
  }

  @Test
  void aTimelineNumberIsReservedBeforeAPromotionThatHasNone() {
    String noted = "[[3," + HERE.bytes() + ",\"promoting\",\"2026-05-01T12:00:00+00:00\",\"a\"]]";
    leadingStandby()
        .decide()
        .because(Promoting.class)
        .runsNothing()
        .commits(
            Purpose.HISTORY,
            Transaction.builder()
                .ifAt(Keys.LEADER, Given.LEADER_AT)
                .ifAt(Keys.HISTORY, 0)
                .put(Keys.HISTORY, noted));
  }

  @Test
  void nothingIsPromotedInTheTimeReservedForStopping() {
    leadingStandby().leaseUntil(in(seconds(4))).decide().because(LeaseEnding.class).runsNothing();
  }

  @Test
  void nothingIsStartedInTheTimeReservedForStopping() {
    crashed().leaseUntil(in(seconds(4))).decide().because(LeaseEnding.class).runsNothing();
  }

  @Test
  void aServerWhosePromotionFailedIsStoppedBeforeTheLeaseGoes() {
    Stop stop =
        leadingStandby()
            .remembering(m -> Learning.after(m, promote(), new TaskResult.Failed("no", true), NOW))
            .decide()
            .because(ReleasingLease.class)
            .commitsNo(Purpose.LEADER)
            .runsA(Stop.class);
    assertThat(stop.purpose()).isEqualTo(StopPurpose.DEMOTE);
  }

  @Test
  void aStoppedServerWhosePromotionFailedReleasesTheLease() {
    leadingStandby()
        .stopped()
        .remembering(m -> Learning.after(m, promote(), new TaskResult.Failed("no", true), NOW))
        .remembering(
            m -> Learning.after(m, stop(), new TaskResult.WasStopped(Optional.empty()), NOW))
        .decide()
        .because(ReleasingLease.class)
        .runsNothing()
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aCancelledPromotionIsTreatedLikeAFailedOneAsPostgresMayStillCarryItOut() {
    leadingStandby()
        .remembering(m -> Learning.after(m, promote(), new TaskResult.Cancelled(), NOW))
        .decide()
        .runsA(Stop.class);
  }

  @Test
  void aPrimaryThatWasShutDownCleanlyIsStartedAgain() {
    aPrimary()
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .decide()
        .because(StartingPrimary.class)
        .runsA(StartPrimary.class);
  }

  @Test
  void aCrashedPrimaryIsStartedInPlaceFirst() {
    StartPrimary start =
        crashed().decide().because(RestartingCrashed.class).runsA(StartPrimary.class);
    assertThat(start.timeout()).isEqualTo(seconds(300));
  }

  @Test
  void aCrashedPrimaryWithNoStartTimeoutAsksWhoCanTakeOver() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .decide()
        .because(LookingForSuccessor.class)
        .runsNothing()
        .asks("b");
  }

  @Test
  void aCrashedPrimaryWithNoStartTimeoutYieldsToAMemberThatCanLead() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aCrashedPrimaryNobodyCanReplaceIsStartedInPlace() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .heard(Cast.tagged(peer("b", TIMELINE, HERE), "nofailover", true))
        .decide()
        .because(RestartingCrashed.class)
        .runsA(StartPrimary.class);
  }

  @Test
  void aCrashedPrimaryDoesNotYieldToAMemberThatLagsTooFar() {
    crashed()
        .config("{\"primary_start_timeout\": 0, \"maximum_lag_on_failover\": 100}")
        .heard(peer("b", TIMELINE, new Lsn(HERE.bytes() - 101)))
        .decide()
        .runsA(StartPrimary.class);
  }

  @Test
  void theThirdCrashWithinMinutesYields() {
    crashed()
        .remembering(m -> m.change().primaryStarts(List.of(NOW, NOW, NOW)).done())
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .commits(Purpose.LEADER, release());
  }

  @Test
  void crashesLongAgoDoNotCount() {
    var old = ago(seconds(301));
    crashed()
        .remembering(m -> m.change().primaryStarts(List.of(old, old, NOW)).done())
        .decide()
        .because(RestartingCrashed.class);
  }

  @Test
  void aPrimaryThatCrashesJustAfterItsPromotionYieldsToWhoStillNamedTheOldTimeline() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .history(Cast.ended(TIMELINE, "promoting"))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aStartThatFailedYieldsEvenOfDataShutDownCleanly() {
    aPrimary()
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .remembering(
            m -> Learning.after(m, startPrimary(), new TaskResult.Failed("port", true), NOW))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .commits(Purpose.LEADER, release());
  }

  @Test
  void aStartThatFailedIsTriedAgainLaterWhereNobodyElseCanLead() {
    crashed()
        .remembering(
            m -> Learning.after(m, startPrimary(), new TaskResult.Failed("port", true), NOW))
        .heard()
        .decide()
        .because(BackingOff.class)
        .runsNothing()
        .does(new Action.WakeAt(in(seconds(1))));
  }

  @Test
  void settingsThatCouldNotBeWrittenDoNotDelayAStart() {
    var task = new PostgresTask.Configure(Optional.empty(), crashed().effective());
    crashed()
        .remembering(m -> Learning.after(m, task, new TaskResult.Failed("disk", true), NOW))
        .decide()
        .because(RestartingCrashed.class);
  }

  @Test
  void aServerThatIsStartingGetsPrimaryStartTimeout() {
    aPrimary()
        .runs(new ServerState.Starting(500, ago(seconds(10))))
        .decide()
        .because(WaitingForStart.class)
        .runsNothing()
        .does(new Action.WakeAt(in(seconds(290))), new Action.WakeAt(in(seconds(25))));
  }

  @Test
  void aServerThatDidNotStartInTimeIsKeptWhileNobodyCanReplaceIt() {
    aPrimary()
        .runs(new ServerState.Unresponsive(500, ago(seconds(301))))
        .heard()
        .decide()
        .because(WaitingForStart.class)
        .runsNothing();
  }

  @Test
  void aServerThatDidNotStartInTimeIsStoppedWhenSomebodyCanReplaceIt() {
    aPrimary()
        .runs(new ServerState.Starting(500, ago(seconds(301))))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .runs(new Stop(StopPurpose.UNRESPONSIVE, false, seconds(0)));
  }

  @Test
  void aServerStoppedForNotStartingYieldsAndIsNotStartedOnceMore() {
    var stop = new Stop(StopPurpose.UNRESPONSIVE, false, seconds(0));
    crashed()
        .remembering(m -> Learning.after(m, stop, new TaskResult.WasStopped(Optional.empty()), NOW))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(ReleasingLease.class)
        .commits(Purpose.LEADER, release());
  }

  @Test
  void nothingIsWrittenTwice() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .heard(peer("b", TIMELINE, HERE))
        .isWriting(Purpose.LEADER)
        .decide()
        .because(ReleasingLease.class)
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void anAnswerOlderThanTwoSecondsIsAskedForAgain() {
    crashed()
        .config("{\"primary_start_timeout\": 0}")
        .heardAt(ago(millis(2001)), peer("b", TIMELINE, HERE))
        .decide()
        .commitsNo(Purpose.LEADER)
        .asks("b");
  }

  @Test
  void aRestartThatWasAskedForIsDone() {
    var restart =
        aPrimary()
            .inStep()
            .asked(new Request.Restart(1, Optional.of(seconds(7))))
            .decide()
            .because(Restarting.class)
            .runsA(PostgresTask.Restart.class);
    assertThat(restart.upstream()).isEmpty();
    assertThat(restart.timeout()).isEqualTo(seconds(7));
  }

  @Test
  void changedSettingsAreWritten() {
    aPrimary().decide().because(Configuring.class).runsA(PostgresTask.Configure.class);
  }

  private static Promote promote() {
    return new Promote(0, seconds(60));
  }

  private static Stop stop() {
    return new Stop(StopPurpose.DEMOTE, false, seconds(1));
  }

  private static StartPrimary startPrimary() {
    return new StartPrimary(Given.aPrimary().effective(), seconds(300));
  }
}
