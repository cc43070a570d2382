package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Cast.withoutAddress;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aNewNode;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static io.hactl.core.given.Given.aStoppedReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Clone;
import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Creating.Adopting;
import io.hactl.core.reason.Creating.Cloning;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.TakingLeaseAsCandidate;
import io.hactl.core.reason.Electing.TakingLeaseAsPrimary;
import io.hactl.core.reason.Electing.TakingLeaseBack;
import io.hactl.core.reason.HandingOver.ReleasingAfterStop;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.Leading.Promoting;
import io.hactl.core.reason.Leading.TakingOverOwnKey;
import io.hactl.core.reason.Maintaining.Configuring;
import io.hactl.core.reason.Pausing.InPause;
import io.hactl.core.reason.Pausing.LeaderInPause;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausedTest {

  private static void releases(Given given) {
    given
        .decide()
        .because(ReleasingLease.class)
        .runsNothing()
        .commits(
            Purpose.LEADER,
            Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER));
  }

  private static void doesNothing(Given given) {
    given.decide().because(InPause.class).runsNothing().commitsNo(Purpose.LEADER, Purpose.FAILOVER);
  }

  @Test
  void theLeaderKeepsTheLease() {
    aPrimary().paused().inStep().decide().because(LeaderInPause.class).runsNothing();
  }

  @Test
  void aCrashedLeaderIsNotStartedAndGivesTheLeaseBack() {
    releases(aPrimary().paused().stopped());
  }

  @Test
  void aLeaderWithoutDataGivesTheLeaseBack() {
    aPrimary()
        .paused()
        .stopped()
        .has(Cast.NO_DATA)
        .decide()
        .because(NoDataAsLeader.class)
        .commits(
            Purpose.LEADER,
            Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER));
  }

  @Test
  void aLeaderWithAnotherClustersDataGivesTheLeaseBack() {
    releases(aPrimary().paused().initialize("8000", 0));
  }

  @Test
  void aReplicaThatIsStoppedStaysStopped() {
    doesNothing(aStoppedReplica(ControlState.SHUT_DOWN_IN_RECOVERY, true).paused());
  }

  @Test
  void aReplicaIsNotStoppedToRejoin() {
    doesNothing(
        aReplica().paused().inStep().runs(standby(TIMELINE - 1, HERE, false, Optional.of("b"))));
  }

  @Test
  void aReplicaIsKeptInStepWithTheSettings() {
    aReplica().paused().decide().because(Configuring.class);
    doesNothing(aReplica().paused().withMember("b", b -> withoutAddress(b)));
  }

  @Test
  void nobodyRacesForTheLease() {
    doesNothing(aCandidate().paused().heard());
  }

  @Test
  void theMemberThatAnOperatorChoseTakesTheLease() {
    aCandidate().paused().failover("", "a").decide().because(TakingLeaseAsCandidate.class);
  }

  @Test
  void whoTookTheLeaseIsPromoted() {
    aCandidate().paused().leads("a", SESSION).decide().because(Promoting.class);
  }

  @Test
  void aRunningPrimaryTakesTheFreeLease() {
    aPrimary().paused().nobodyLeads().decide().because(TakingLeaseAsPrimary.class);
  }

  @Test
  void aRunningPrimaryIsNotStoppedEvenWhereItMayNotLead() {
    aPrimary().paused().nobodyLeads().sync("b", 0, "c").decide().because(NotTaking.class);
    doesNothing(aPrimary().paused().leads("b", 22));
  }

  @Test
  void theOwnKeyOfAnEarlierSessionIsTakenOver() {
    aPrimary().paused().leads("a", 10).decide().because(TakingOverOwnKey.class);
  }

  @Test
  void aSwitchoverStoppedTheLeaderAndIsFinished() {
    aPrimary()
        .paused()
        .failover("a", "b")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .status(Lsn.ZERO)
        .decide()
        .because(ReleasingAfterStop.class);
  }

  private static Given handedOverToNobody() {
    return aPrimary()
        .nobodyLeads()
        .paused()
        .failover("a", "b")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .remembering(
            m ->
                m.change()
                    .handedOver(true)
                    .unlockedSince(Optional.of(Cast.ago(Cast.seconds(6))))
                    .done());
  }

  @Test
  void theFormerLeaderTakesTheLeaseBackWhereTheCandidateIsGone() {
    Outcome outcome = handedOverToNobody().decide();
    outcome.because(TakingLeaseBack.class).runsNothing();
    assertThat(outcome.commit(Purpose.LEADER)).isPresent();
    handedOverToNobody()
        .leads("a", Cast.SESSION)
        .failover("", "")
        .decide()
        .runsA(PostgresTask.StartPrimary.class);
  }

  @Test
  void theLeaseIsNotTakenBackBeforeTheCandidateHadItsTimeOrAfterSomebodyHasLed() {
    doesNothing(
        handedOverToNobody()
            .remembering(
                m -> m.change().unlockedSince(Optional.of(Cast.ago(Cast.seconds(4)))).done()));
    doesNothing(handedOverToNobody().history(Cast.ended(Cast.TIMELINE, "x")));
    doesNothing(handedOverToNobody().has(data(ControlState.IN_PRODUCTION, false)));
    doesNothing(handedOverToNobody().remembering(m -> m.change().handedOver(false).done()));
  }

  @Test
  void theFormerLeaderFollowsAfterASwitchover() {
    aStoppedReplica(ControlState.SHUT_DOWN, false)
        .paused()
        .remembering(m -> m.change().handedOver(true).done())
        .decide()
        .because(Comparing.class);
    aStoppedReplica(ControlState.SHUT_DOWN_IN_RECOVERY, true)
        .paused()
        .remembering(m -> m.change().handedOver(true).done())
        .decide()
        .runsA(StartStandby.class);
  }

  @Test
  void aNewCopyThatAnOperatorAskedForIsMadeToItsEnd() {
    Given asked = aReplica().paused().stopped().remembering(m -> m.withReinitialize(false));
    asked.decide().because(Reinitializing.class);
    asked
        .remembering(
            m ->
                Learning.after(
                    m, new Discard(Optional.empty()), new PostgresTask.TaskResult.Succeeded(), NOW))
        .has(Cast.NO_DATA)
        .decide()
        .because(Cloning.class)
        .runsA(Clone.class);
    asked.has(new DataDirectory.Incomplete()).decide().runsA(Discard.class);
  }

  @Test
  void anEmptyNodeStaysEmpty() {
    doesNothing(aNewNode().paused());
    doesNothing(aReplica().paused().stopped().has(Cast.NO_DATA));
    doesNothing(aReplica().paused().stopped().has(new DataDirectory.Incomplete()));
  }

  @Test
  void aPrimaryKeepsItsClusterWhenTheDcsLostEverything() {
    aPrimary()
        .paused()
        .nobodyLeads()
        .noInitialize()
        .noConfigKey()
        .decide()
        .because(Adopting.class)
        .commits(
            Purpose.LEADER,
            Transaction.builder()
                .ifAt(Keys.INITIALIZE, 0)
                .ifAbsent(Keys.LEADER)
                .ifAt(Keys.CONFIG, 0)
                .put(Keys.INITIALIZE, Cast.SYSTEM_ID)
                .put(Keys.CONFIG, "{\"pause\":true}")
                .put(Keys.LEADER, "a", SESSION));
  }
}
