package io.hactl.core.role;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.primary;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aNewNode;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;

import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.FenceView;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.DemotionCause;
import io.hactl.core.reason.Electing.TakingLeaseAsPrimary;
import io.hactl.core.reason.HandingOver.Demoted;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Replicating.Following;
import io.hactl.core.reason.Waiting.WaitingForDcs;
import io.hactl.core.reason.Waiting.WaitingForSession;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemotingTest {

  private static void stops(Given given, Duration fast, DemotionCause why) {
    given.decide().because(new Demoted(why)).runs(new Stop(StopPurpose.DEMOTE, false, fast));
  }

  @Test
  void aPrimaryWhoseLeaseCannotBeRenewedIsStoppedInTime() {
    stops(aPrimary().leaseUntil(in(seconds(5))), seconds(2), new DemotionCause.NotRenewed());
  }

  @Test
  void aPrimaryWithTimeLeftIsNot() {
    aPrimary()
        .inStep()
        .leaseUntil(in(seconds(6)))
        .disconnected()
        .decide()
        .because(HoldingLease.class);
  }

  @Test
  void aPrimaryIsStoppedAtOnceWhenAnotherLeads() {
    stops(aPrimary().leads("b", 22), Duration.ZERO, new DemotionCause.AnotherLeads("b"));
  }

  @Test
  void aPrimaryIsStoppedAtOnceWhenTheSessionIsLost() {
    stops(aPrimary().noSession(), Duration.ZERO, new DemotionCause.LeaseLost());
  }

  @Test
  void aPrimaryIsStoppedAtOnceWhenTheLeaseHasRunOut() {
    stops(aPrimary().leaseUntil(NOW), Duration.ZERO, new DemotionCause.LeaseLost());
  }

  @Test
  void aServerThatMayBecomeAPrimaryByItselfCountsAsOne() {
    stops(
        aPrimary().runs(new ServerState.Starting(5, NOW)).noSession(),
        Duration.ZERO,
        new DemotionCause.LeaseLost());
    stops(
        aPrimary().runs(new ServerState.Unresponsive(5, NOW)).noSession(),
        Duration.ZERO,
        new DemotionCause.LeaseLost());
  }

  @Test
  void aPrimaryFoundAtTheStartHasTheTimeOfOneRetry() {
    Given found = aPrimary().noSession().disconnected().clusterNeverSeen();
    found.startedAt(ago(seconds(9))).decide().because(WaitingForDcs.class).runsNothing();
    stops(found.startedAt(ago(seconds(10))), Duration.ZERO, new DemotionCause.DcsNeverReached());
  }

  @Test
  void aPrimaryFoundAtTheStartHasNoMoreTimeThanTheLeaseOfTheAgentBefore() {
    Given found =
        aPrimary().noSession().disconnected().clusterNeverSeen().startedAt(ago(seconds(1)));
    // With a ttl of 30 s the agent begins 3 s before the guard.
    found
        .fenced(FenceView.READY.withInherited(Optional.of(Cast.in(seconds(4)))))
        .decide()
        .because(WaitingForDcs.class);
    stops(
        found.fenced(FenceView.READY.withInherited(Optional.of(Cast.in(seconds(3))))),
        Duration.ZERO,
        new DemotionCause.DcsNeverReached());
  }

  @Test
  void aPrimaryFoundAtTheStartHasNoTimeWhenAnotherLeads() {
    stops(
        aPrimary().leads("b", 22).startedAt(ago(seconds(1))),
        Duration.ZERO,
        new DemotionCause.AnotherLeads("b"));
  }

  @Test
  void aPrimaryFoundAtTheStartHasNoTimeWhenItsTimelineHasEnded() {
    stops(
        aPrimary().nobodyLeads().history(ended(3, "x")).startedAt(ago(seconds(1))),
        Duration.ZERO,
        new DemotionCause.LeaseLost());
  }

  @Test
  void aPrimaryThatThisAgentHadInItsHandsIsNotFoundAtTheStart() {
    stops(
        aPrimary().inStep().noSession().startedAt(ago(seconds(5))),
        Duration.ZERO,
        new DemotionCause.LeaseLost());
  }

  @Test
  void aPrimaryWithoutALeaderKeepsRunningWhileItTakesTheLease() {
    aPrimary().nobodyLeads().decide().because(TakingLeaseAsPrimary.class).runsNothing();
    aPrimary()
        .nobodyLeads()
        .isWriting(Purpose.LEADER)
        .decide()
        .because(WaitingForSession.class)
        .runsNothing();
  }

  @Test
  void aNewClusterThatCannotBeAnnouncedInTimeIsStopped() {
    Given created =
        aNewNode()
            .initialize("", SESSION)
            .has(Cast.data(DataDirectory.ControlState.IN_PRODUCTION, false))
            .runs(primary())
            .remembering(m -> m.change().bootstrapped(Optional.of("7001")).done());
    stops(created.leaseUntil(in(seconds(5))), seconds(2), new DemotionCause.LeaseLost());
  }

  @Test
  void aStandbyIsNeverDemoted() {
    aReplica().noSession().disconnected().inStep().decide().because(Following.class);
  }

  @Test
  void aStandbyThatWasToldToPromoteItselfCountsAsAPrimary() {
    Given told =
        aReplica()
            .remembering(
                m ->
                    Learning.after(
                        m,
                        new PostgresTask.Promote(0, seconds(60)),
                        new TaskResult.Cancelled(),
                        NOW));
    stops(told, Duration.ZERO, new DemotionCause.AnotherLeads("b"));
    stops(told.paused(), Duration.ZERO, new DemotionCause.AnotherLeads("b"));
  }

  @Test
  void aPausedClusterDemotesNobody() {
    aPrimary().paused().noSession().decide().runsNothing();
  }

  @Test
  void aLostLeaseIsMoreUrgentThanTheEndOfTheAgent() {
    stops(aPrimary().noSession().ending(), Duration.ZERO, new DemotionCause.LeaseLost());
  }
}
