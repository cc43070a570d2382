package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.inState;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.runningPrimary;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Cast.stopped;
import static io.hactl.core.given.Cast.tagged;
import static io.hactl.core.given.Elections.AHEAD;
import static io.hactl.core.given.Elections.BEHIND;
import static io.hactl.core.given.Elections.noted;
import static io.hactl.core.given.Elections.refuses;
import static io.hactl.core.given.Elections.takeToPromote;
import static io.hactl.core.given.Elections.unlockedFor;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aPrimary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.LastLeader;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.Racing;
import io.hactl.core.reason.Electing.StartingWithoutLeader;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.Leading.TakingOverOwnKey;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.reason.Waiting.WaitingForSession;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.election.Objection;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateTest {

  @Test
  void othersAreAskedBeforeTheLeaseIsTaken() {
    aCandidate().withMember("b").withMember("c").decide().because(Racing.class).asks("b", "c");
  }

  @Test
  void theMostAdvancedTakesTheLeaseAndNotesTheTimelineThatEnds() {
    aCandidate()
        .heard(peer("c", TIMELINE, BEHIND))
        .decide()
        .because(TakingLease.class)
        .commits(Purpose.LEADER, takeToPromote(0).put(Keys.HISTORY, noted(HERE)));
  }

  @Test
  void theLeaseIsTakenOnlyAtTheKeysItWasJudgedBy() {
    var outcome =
        aCandidate()
            .config("{\"synchronous_mode\": true}")
            .sync("b", 0, "a")
            .history(ended(2, "no recovery target specified"))
            .heard()
            .decide();
    assertThat(outcome.conditions(Purpose.LEADER))
        .containsExactly(
            new Transaction.Condition(Keys.LEADER, 0),
            new Transaction.Condition(Keys.SYNC, Given.SYNC_AT),
            new Transaction.Condition(Keys.HISTORY, Given.HISTORY_AT),
            new Transaction.Condition(Keys.FAILOVER, 0));
  }

  @Test
  void aSyncKeyIsRemovedBeforeWritesThatWaitForNobody() {
    var taken = aCandidate().sync("b", 0, "a").heard().decide();
    assertThat(taken.conditions(Purpose.LEADER))
        .anyMatch(c -> c.key().equals(Keys.CONFIG))
        .contains(new Transaction.Condition(Keys.SYNC, Given.SYNC_AT));
  }

  @Test
  void aSwitchoverIsLostToNobodyWhoLacksTheLastWal() {
    refuses(
        unlockedFor(seconds(1))
            .withMember("b", m -> inState(m, MemberState.STARTING))
            .failover("b", "")
            .status(AHEAD)
            .heard(),
        new NotTakingCause.LastWalMissing(AHEAD));
    unlockedFor(seconds(46))
        .withMember("b", m -> inState(m, MemberState.STARTING))
        .failover("b", "")
        .status(AHEAD)
        .heard()
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void aPlannedOneNeitherThoughItsTimeIsYetToComeByThisClock() {
    refuses(
        unlockedFor(seconds(1))
            .withMember("b", m -> inState(m, MemberState.STARTING))
            .failover("b", "", Optional.of(Given.WALL.plusHours(1)))
            .status(AHEAD)
            .heard(),
        new NotTakingCause.LastWalMissing(AHEAD));
  }

  @Test
  void oneMemberThatNeverAnswersDoesNotKeepTheElectionWaiting() {
    aCandidate()
        .remembering(m -> m.change().unlockedSince(Optional.of(ago(seconds(3)))).done())
        .withMember("c")
        .heardAt(ago(millis(900)))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void answersGivenBeforeTheLeaderWasGoneSayNothing() {
    aCandidate().withMember("b").heardAt(ago(millis(100))).decide().because(Racing.class).asks("b");
  }

  @Test
  void whatWasSeenOfPostgresBeforeTheLeaderWasGoneSaysNothing() {
    aCandidate()
        .viewedAt(ago(millis(101)))
        .heard()
        .decide()
        .because(Racing.class)
        .does(new Action.Observe())
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aMemberAheadByItsPositionGoesFirst() {
    refuses(
        aCandidate().heard(peer("c", TIMELINE, AHEAD)),
        new NotTakingCause.Ineligible(new Objection.AnotherAhead("c")));
  }

  @Test
  void aMemberAheadByItsTimelineGoesFirst() {
    refuses(
        aCandidate().heard(peer("c", TIMELINE + 1, BEHIND)),
        new NotTakingCause.Ineligible(new Objection.AnotherAhead("c")));
  }

  @Test
  void aMemberOfHigherPriorityGoesFirst() {
    refuses(
        aCandidate().heard(tagged(peer("c", TIMELINE, HERE), "failover_priority", 2)),
        new NotTakingCause.Ineligible(new Objection.AnotherAhead("c")));
  }

  @Test
  void anEqualMemberIsNoReasonToWait() {
    aCandidate().heard(peer("c", TIMELINE, HERE)).decide().because(TakingLease.class);
  }

  @Test
  void whoWaitsForAnotherAsksAndLooksAgain() {
    unlockedFor(seconds(2))
        .withMember("c")
        .heardAt(ago(millis(600)), peer("c", TIMELINE, AHEAD))
        .decide()
        .because(NotTaking.class)
        .asks("c")
        .does(new Action.Observe());
  }

  @Test
  void whoIsAheadButStoppedOrMayNotLeadIsNoReasonToWait() {
    aCandidate()
        .heard(
            stopped(peer("c", TIMELINE, AHEAD)),
            tagged(peer("d", TIMELINE, AHEAD), "nofailover", true))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void aPrimaryThatRunsElsewhereForbidsTheLease() {
    refuses(
        aCandidate().heard(runningPrimary(peer("b", TIMELINE, BEHIND))),
        new NotTakingCause.Ineligible(new Objection.PrimaryAlive("b")));
  }

  @Test
  void whoLedLastIsAskedEvenWithoutAKey() {
    afterLeaderB().withMember("c").decide().because(Racing.class).asks("b", "c");
  }

  @Test
  void whoLedLastAndSaysThatItStopsIsNotAsked() {
    afterLeaderB()
        .withMember("b", m -> inState(m, MemberState.STOPPED))
        .withMember("c")
        .decide()
        .because(Racing.class)
        .asks("c");
  }

  @Test
  void whoLedLastAndRunsOnWithoutAKeyForbidsTheLease() {
    refuses(
        afterLeaderB().heard(runningPrimary(peer("b", TIMELINE, BEHIND))).withoutKey("b"),
        new NotTakingCause.Ineligible(new Objection.PrimaryAlive("b")));
  }

  @Test
  void whoLedLastAndIsAStandbyWithoutAKeyHasFiveSecondsToComeBack() {
    Given ahead = afterLeaderB().heard(peer("b", TIMELINE, AHEAD)).withoutKey("b");
    refuses(ahead, new NotTakingCause.Ineligible(new Objection.AnotherAhead("b")));
    ahead
        .remembering(m -> m.change().unlockedSince(Optional.of(ago(seconds(6)))).done())
        .decide()
        .because(TakingLease.class);
  }

  private static Given afterLeaderB() {
    LastLeader b = new LastLeader("b", "http://b:8008/patroni");
    return aCandidate().remembering(m -> m.change().lastLeader(Optional.of(b)).done());
  }

  @Test
  void nofailoverIsHonoured() {
    refuses(
        aCandidate().tag("nofailover", true).heard(),
        new NotTakingCause.Ineligible(new Objection.TaggedNofailover()));
  }

  @Test
  void whoLacksTooMuchWalDoesNotLead() {
    refuses(
        aCandidate()
            .config("{\"maximum_lag_on_failover\": 100}")
            .status(new Lsn(HERE.bytes() + 101))
            .heard(),
        new NotTakingCause.Ineligible(new Objection.Lags(101, 100)));
  }

  @Test
  void whoLacksNoMoreThanTheMaximumMayLead() {
    aCandidate()
        .config("{\"maximum_lag_on_failover\": 100}")
        .status(new Lsn(HERE.bytes() + 100))
        .heard()
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void whoIsNotInTheSyncKeyDoesNotLead() {
    refuses(
        aCandidate().sync("b", 0, "c").heard(),
        new NotTakingCause.Ineligible(new Objection.OutsideSyncKey()));
  }

  @Test
  void theQuorumHasToBeHeard() {
    refuses(
        aCandidate().sync("b", 1, "a", "c").heard(),
        new NotTakingCause.Ineligible(new Objection.QuorumNotHeard(0, 1)));
  }

  @Test
  void theQuorumCountsStandbysOfTheKeyOnly() {
    refuses(
        aCandidate().sync("b", 1, "a", "c").heard(peer("d", TIMELINE, HERE)),
        new NotTakingCause.Ineligible(new Objection.QuorumNotHeard(0, 1)));
  }

  @Test
  void aQuorumThatIsNotAheadElects() {
    aCandidate()
        .sync("b", 1, "a", "c")
        .heard(peer("c", TIMELINE, BEHIND))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void aMalformedSyncKeyElectsNobody() {
    refuses(
        aCandidate().problem(KeyProblem.whole("sync", "it is not a JSON object")).heard(),
        new NotTakingCause.Ineligible(new Objection.SyncKeyUnreadable()));
    refuses(
        aCandidate().problem(KeyProblem.part("sync", "the field quorum is no number")).heard(),
        new NotTakingCause.Ineligible(new Objection.SyncKeyUnreadable()));
  }

  @Test
  void anOldTimelineMayLeadUnlessCheckTimelineForbidsIt() {
    Given old = aCandidate().history(ended(TIMELINE, "promoting")).heard();
    old.decide().because(TakingLease.class);
    refuses(
        old.config("{\"check_timeline\": true}"),
        new NotTakingCause.Ineligible(new Objection.TimelineBehind(3, 4)));
  }

  @Test
  void aPromotionThatFailedIsNotTriedAgainAtOnce() {
    var task = new PostgresTask.Promote(0, seconds(60));
    refuses(
        aCandidate()
            .remembering(m -> Learning.after(m, task, new TaskResult.Failed("hook", true), NOW))
            .remembering(m -> m.change().promotionPending(false).done())
            .heard(),
        new NotTakingCause.PromotionFailed("hook"));
  }

  @Test
  void withoutASessionNobodyCanTakeTheLease() {
    aCandidate().noSession().heard().decide().because(WaitingForSession.class);
    aCandidate().disconnected().heard().decide().because(WaitingForSession.class);
  }

  @Test
  void theLeaseIsNotTakenTwice() {
    aCandidate()
        .heard()
        .isWriting(Purpose.LEADER)
        .decide()
        .because(TakingLease.class)
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aStoppedServerIsStartedAsAStandby() {
    var start =
        aCandidate()
            .stopped()
            .decide()
            .because(StartingWithoutLeader.class)
            .runsA(StartStandby.class);
    assertThat(start.upstream()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotLead() {
    refuses(
        aCandidate().runs(new ServerState.Unresponsive(5, NOW)), new NotTakingCause.ServerSilent());
    aCandidate().runs(new ServerState.Starting(5, NOW)).decide().because(WaitingForStart.class);
  }

  @Test
  void theOwnKeyOfAnEarlierSessionIsTakenOver() {
    aPrimary()
        .leads("a", 10)
        .decide()
        .because(TakingOverOwnKey.class)
        .runsNothing()
        .commits(
            Purpose.LEADER,
            Transaction.builder()
                .ifAt(Keys.LEADER, Given.LEADER_AT)
                .put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aStandbyThatLostItsLeaderIsNotStreamingButMayLead() {
    aCandidate()
        .runs(standby(TIMELINE, HERE, false, Optional.empty()))
        .heard()
        .decide()
        .because(TakingLease.class);
  }
}
