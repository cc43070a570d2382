package io.hactl.core.lease;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Waiting.WaitingForFence;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FenceRuleTest {

  private static final FenceView BROKEN = FenceView.notReady("the guard has ended", NOW);

  private static FenceOrder orderFor(Given given) {
    return FenceRule.of(given.observe());
  }

  private static void staysAsItIs(Given given) {
    assertThat(orderFor(given)).isEqualTo(new FenceOrder.Keep());
  }

  private static void isDisarmed(Given given) {
    assertThat(orderFor(given)).isEqualTo(new FenceOrder.Disarm());
  }

  private static void isArmedUntilTheLeaseEnds(Given given) {
    assertThat(orderFor(given))
        .isEqualTo(new FenceOrder.Arm(in(seconds(12)), seconds(30), seconds(10)));
  }

  @Test
  void aPrimaryIsFencedUntilItsLeaseEnds() {
    isArmedUntilTheLeaseEnds(aPrimary().leaseUntil(in(seconds(12))));
  }

  @Test
  void aStandbyThatTookTheLeaseIsFencedBeforeItIsPromoted() {
    Given leading =
        aPrimary()
            .history(ended(TIMELINE, "promoting"))
            .runs(standby(TIMELINE, HERE, false, Optional.of("b")))
            .history(Cast.ended(TIMELINE, "promoting"))
            .leaseUntil(in(seconds(12)));
    isArmedUntilTheLeaseEnds(leading);
  }

  @Test
  void aStoppedServerWithTheLeaseIsFencedBeforeItIsStarted() {
    isArmedUntilTheLeaseEnds(aPrimary().stopped().leaseUntil(in(seconds(12))));
  }

  @Test
  void aLeaseThatIsOverMovesNothingOn() {
    staysAsItIs(aPrimary().leaseUntil(ago(millis(1))));
  }

  @Test
  void aKeyThatMayBeOnAShorterSessionByNowBringsTheMomentForward() {
    Given takingOver = aPrimary().leads("a", 99).leaseUntil(in(seconds(5)));
    FenceOrder sooner = new FenceOrder.NotAfter(in(seconds(5)), seconds(30));

    assertThat(orderFor(takingOver)).isEqualTo(sooner);
    assertThat(orderFor(takingOver.disconnected().isWriting(Purpose.LEADER))).isEqualTo(sooner);
    staysAsItIs(aPrimary().leads("a", 99).leaseUntil(in(seconds(5))).disconnected());
  }

  @Test
  void aPrimaryThatAnotherMemberReplacedMovesNothingOn() {
    staysAsItIs(aReplica().runs(Cast.primary()));
  }

  @Test
  void aStopWithoutTheLeaseIsWatchedToItsEnd() {
    staysAsItIs(aReplica().stopped().busyWith(new Stop(StopPurpose.DEMOTE, false, seconds(2))));
  }

  @Test
  void aServerThatWasNotLookedAtSinceItWasStoppedCounts() {
    staysAsItIs(aReplica().stopped().viewedAt(ago(seconds(2))).changedAt(ago(seconds(1))));
  }

  @Test
  void whatADeadPostmasterLeftBehindCounts() {
    staysAsItIs(aReplica().runs(new ServerState.Stopped(true)));
  }

  @Test
  void aReplicaIsNotFenced() {
    isDisarmed(aReplica());
    isDisarmed(aCandidate());
  }

  @Test
  void aStoppedServerIsNotFenced() {
    isDisarmed(aReplica().stopped());
  }

  @Test
  void aStandbyWhosePromotionMayStillSucceedStaysFenced() {
    staysAsItIs(
        aReplica()
            .remembering(
                m ->
                    Learning.after(
                        m, new Promote(0, seconds(60)), new TaskResult.Cancelled(), NOW)));
  }

  @Test
  void aPausedClusterIsNotFenced() {
    isDisarmed(aPrimary().paused());
  }

  @Test
  void aPrimaryThatIsBeingMadeInAPausedClusterIsFenced() {
    Given standby =
        aPrimary()
            .paused()
            .leaseUntil(in(seconds(12)))
            .runs(standby(TIMELINE, HERE, false, Optional.of("b")));
    isArmedUntilTheLeaseEnds(standby);
    isArmedUntilTheLeaseEnds(standby.busyWith(new Promote(0, seconds(60))));
  }

  @Test
  void aPromotionThatMayStillSucceedStaysFencedInAPausedCluster() {
    staysAsItIs(
        aReplica()
            .paused()
            .remembering(
                m ->
                    Learning.after(
                        m, new Promote(0, seconds(60)), new TaskResult.Cancelled(), NOW)));
  }

  @Test
  void aPromotionThatTheAgentBeforeMayHaveBegunStaysFenced() {
    FenceView left = FenceView.READY.withInherited(Optional.of(in(seconds(4))));
    staysAsItIs(aReplica().fenced(left));
    staysAsItIs(aReplica().fenced(left).paused());
    isDisarmed(aReplica().fenced(left).stopped());
  }

  @Test
  void nothingIsPromotedWithoutAFence() {
    aPrimary()
        .runs(standby(TIMELINE, HERE, false, Optional.of("b")))
        .fenced(BROKEN)
        .decide()
        .because(WaitingForFence.class)
        .runsNothing();
  }

  @Test
  void theLeaseIsGivenBackWhenTheFenceDoesNotComeBack() {
    aPrimary()
        .stopped()
        .fenced(FenceView.notReady("the guard has ended", ago(seconds(3))))
        .decide()
        .because(ReleasingLease.class)
        .commits(
            Purpose.LEADER,
            Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER));
  }

  @Test
  void theLeaseIsNotTakenWithoutAFence() {
    aCandidate().fenced(BROKEN).decide().because(WaitingForFence.class).commitsNo(Purpose.LEADER);
  }

  @Test
  void aPrimaryGoesOnWhileItsGuardIsReplaced() {
    aPrimary().inStep().fenced(BROKEN).decide().because(HoldingLease.class).runsNothing();
  }

  @Test
  void aPrimaryWhoseRequiredWatchdogFailsIsStopped() {
    aPrimary()
        .inStep()
        .fenced(new FenceView(false, "no watchdog", NOW, Optional.empty(), true))
        .decide()
        .because(ReleasingLease.class)
        .runsA(Stop.class);
  }

  @Test
  void aLongerTtlInTheSettingsIsNoReasonToStopBeforeTheNextRenewal() {
    Given raised = aPrimary().config("{\"ttl\": 60}").lease(in(seconds(4)), seconds(5)).inStep();
    assertThat(NOW.isBefore(WriteDeadline.demoteAt(raised.observe()))).isTrue();
    assertThat(orderFor(raised)).isInstanceOf(FenceOrder.Arm.class);
    raised.decide().runsNothing();
  }

  @Test
  void withAWatchdogTheAgentBeginsToStopBeforeTheMachineIsReset() {
    FenceView watched = new FenceView(true, "", NOW, Optional.of(seconds(25)), false);
    Observation o = aPrimary().leaseUntil(in(seconds(30))).fenced(watched).observe();
    assertThat(WriteDeadline.demoteAt(o)).isEqualTo(in(seconds(20)));
  }
}
