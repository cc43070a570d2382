package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.asPrimary;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.data;
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
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.given.Given;
import io.hactl.core.memory.LastLeader;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateTest {

  @Test
  void othersAreAskedBeforeTheLeaseIsTaken() {
    aCandidate().withMember("b").withMember("c").decide().because(Kind.RACING).asks("b", "c");
  }

  @Test
  void theMostAdvancedTakesTheLeaseAndNotesTheTimelineThatEnds() {
    aCandidate()
        .heard(peer("c", TIMELINE, BEHIND))
        .decide()
        .because(Kind.TAKING_LEASE)
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
        "the last WAL");
    unlockedFor(seconds(46))
        .withMember("b", m -> inState(m, MemberState.STARTING))
        .failover("b", "")
        .status(AHEAD)
        .heard()
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void aPlannedOneNeitherThoughItsTimeIsYetToComeByThisClock() {
    refuses(
        unlockedFor(seconds(1))
            .withMember("b", m -> inState(m, MemberState.STARTING))
            .failover("b", "", Optional.of(Given.WALL.plusHours(1)))
            .status(AHEAD)
            .heard(),
        "the last WAL");
  }

  @Test
  void oneMemberThatNeverAnswersDoesNotKeepTheElectionWaiting() {
    aCandidate()
        .remembering(m -> m.change().unlockedSince(Optional.of(ago(seconds(3)))).done())
        .withMember("c")
        .heardAt(ago(millis(900)))
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void answersGivenBeforeTheLeaderWasGoneSayNothing() {
    aCandidate().withMember("b").heardAt(ago(millis(100))).decide().because(Kind.RACING).asks("b");
  }

  @Test
  void whatWasSeenOfPostgresBeforeTheLeaderWasGoneSaysNothing() {
    aCandidate()
        .viewedAt(ago(millis(101)))
        .heard()
        .decide()
        .because(Kind.RACING)
        .does(new Action.Observe())
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aMemberAheadByItsPositionGoesFirst() {
    refuses(aCandidate().heard(peer("c", TIMELINE, AHEAD)), "c is ahead");
  }

  @Test
  void aMemberAheadByItsTimelineGoesFirst() {
    refuses(aCandidate().heard(peer("c", TIMELINE + 1, BEHIND)), "c is ahead");
  }

  @Test
  void aMemberOfHigherPriorityGoesFirst() {
    refuses(
        aCandidate().heard(tagged(peer("c", TIMELINE, HERE), "failover_priority", 2)),
        "c is ahead");
  }

  @Test
  void anEqualMemberIsNoReasonToWait() {
    aCandidate().heard(peer("c", TIMELINE, HERE)).decide().because(Kind.TAKING_LEASE);
  }

  @Test
  void whoWaitsForAnotherAsksAndLooksAgain() {
    unlockedFor(seconds(2))
        .withMember("c")
        .heardAt(ago(millis(600)), peer("c", TIMELINE, AHEAD))
        .decide()
        .because(Kind.NOT_TAKING)
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
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void aPrimaryThatRunsElsewhereForbidsTheLease() {
    refuses(
        aCandidate().heard(runningPrimary(peer("b", TIMELINE, BEHIND))),
        "b still runs as a primary");
  }

  @Test
  void whoLedLastIsAskedEvenWithoutAKey() {
    afterLeaderB().withMember("c").decide().because(Kind.RACING).asks("b", "c");
  }

  @Test
  void whoLedLastAndSaysThatItStopsIsNotAsked() {
    afterLeaderB()
        .withMember("b", m -> inState(m, MemberState.STOPPED))
        .withMember("c")
        .decide()
        .because(Kind.RACING)
        .asks("c");
  }

  @Test
  void whoLedLastAndRunsOnWithoutAKeyForbidsTheLease() {
    refuses(
        afterLeaderB().heard(runningPrimary(peer("b", TIMELINE, BEHIND))).withoutKey("b"),
        "b still runs as a primary");
  }

  @Test
  void whoLedLastAndIsAStandbyWithoutAKeyHasFiveSecondsToComeBack() {
    Given ahead = afterLeaderB().heard(peer("b", TIMELINE, AHEAD)).withoutKey("b");
    refuses(ahead, "b is ahead");
    ahead
        .remembering(m -> m.change().unlockedSince(Optional.of(ago(seconds(6)))).done())
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  private static Given afterLeaderB() {
    LastLeader b = new LastLeader("b", "http://b:8008/patroni");
    return aCandidate().remembering(m -> m.change().lastLeader(Optional.of(b)).done());
  }

  @Test
  void nofailoverIsHonoured() {
    refuses(aCandidate().tag("nofailover", true).heard(), "nofailover");
  }

  @Test
  void whoLacksTooMuchWalDoesNotLead() {
    refuses(
        aCandidate()
            .config("{\"maximum_lag_on_failover\": 100}")
            .status(new Lsn(HERE.bytes() + 101))
            .heard(),
        "lacks 101 bytes");
  }

  @Test
  void whoLacksNoMoreThanTheMaximumMayLead() {
    aCandidate()
        .config("{\"maximum_lag_on_failover\": 100}")
        .status(new Lsn(HERE.bytes() + 100))
        .heard()
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void whoIsNotInTheSyncKeyDoesNotLead() {
    refuses(aCandidate().sync("b", 0, "c").heard(), "not in the sync key");
  }

  @Test
  void theQuorumHasToBeHeard() {
    refuses(aCandidate().sync("b", 1, "a", "c").heard(), "the quorum is 1");
  }

  @Test
  void theQuorumCountsStandbysOfTheKeyOnly() {
    refuses(
        aCandidate().sync("b", 1, "a", "c").heard(peer("d", TIMELINE, HERE)), "the quorum is 1");
  }

  @Test
  void aQuorumThatIsNotAheadElects() {
    aCandidate()
        .sync("b", 1, "a", "c")
        .heard(peer("c", TIMELINE, BEHIND))
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void aMalformedSyncKeyElectsNobody() {
    refuses(
        aCandidate().problem("Key sync is ignored: it is not a JSON object.").heard(),
        "the key sync is malformed");
    refuses(
        aCandidate().problem("Key sync: field 'quorum' is not a number and is ignored.").heard(),
        "the key sync is malformed");
  }

  @Test
  void anOldTimelineMayLeadUnlessCheckTimelineForbidsIt() {
    Given old = aCandidate().history(ended(TIMELINE, "promoting")).heard();
    old.decide().because(Kind.TAKING_LEASE);
    refuses(old.config("{\"check_timeline\": true}"), "on timeline 3, the cluster on 4");
  }

  @Test
  void aPromotionThatFailedIsNotTriedAgainAtOnce() {
    var task = new PostgresTask.Promote(0, seconds(60));
    refuses(
        aCandidate()
            .remembering(m -> m.after(task, new TaskResult.Failed("hook", true), NOW))
            .remembering(m -> m.change().promotionPending(false).done())
            .heard(),
        "promoting failed: hook");
  }

  @Test
  void withoutASessionNobodyCanTakeTheLease() {
    aCandidate().noSession().heard().decide().because(Kind.WAITING_FOR_SESSION);
    aCandidate().disconnected().heard().decide().because(Kind.WAITING_FOR_SESSION);
  }

  @Test
  void theLeaseIsNotTakenTwice() {
    aCandidate()
        .heard()
        .isWriting(Purpose.LEADER)
        .decide()
        .because(Kind.TAKING_LEASE)
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aStoppedServerIsStartedAsAStandby() {
    var start =
        aCandidate()
            .stopped()
            .decide()
            .because(Kind.STARTING_WITHOUT_LEADER)
            .runsA(StartStandby.class);
    assertThat(start.upstream()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerDoesNotLead() {
    refuses(aCandidate().runs(new ServerState.Unresponsive(5, NOW)), "does not answer");
    aCandidate().runs(new ServerState.Starting(5, NOW)).decide().because(Kind.WAITING_FOR_START);
  }

  @Test
  void theOwnKeyOfAnEarlierSessionIsTakenOver() {
    aPrimary()
        .leads("a", 10)
        .decide()
        .because(Kind.TAKING_OVER_OWN_KEY)
        .runsNothing()
        .commits(
            Purpose.LEADER,
            Transaction.builder()
                .ifAt(Keys.LEADER, Given.LEADER_AT)
                .put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aDemotedServerIsReadableWhileTheDcsIsAway() {
    aPrimary()
        .stopped()
        .disconnected()
        .leaseUntil(ago(seconds(1)))
        .decide()
        .because(Kind.READ_ONLY_WITHOUT_DCS)
        .runsA(StartStandby.class);
  }

  @Test
  void aRunningPrimaryTakesTheFreeLeaseWithoutPromotion() {
    aPrimary()
        .nobodyLeads()
        .decide()
        .because(Kind.TAKING_LEASE_AS_PRIMARY)
        .commits(Purpose.LEADER, takeToPromote(0).put(Keys.HISTORY, "[]"));
  }

  @Test
  void aRunningPrimaryOutsideTheSyncKeyIsStopped() {
    aPrimary().nobodyLeads().sync("b", 0, "c").decide().because(Kind.DEMOTING);
  }

  @Test
  void aRunningPrimaryOfAnEndedTimelineIsStopped() {
    aPrimary().nobodyLeads().history(ended(TIMELINE, "promoting")).decide().because(Kind.DEMOTING);
  }

  @Test
  void aRunningPrimaryIsStoppedWhereAnotherOneRuns() {
    aPrimary().nobodyLeads().withMember("b", b -> asPrimary(b)).decide().because(Kind.DEMOTING);
  }

  @Test
  void aRunningPrimaryIsStoppedWhereAMemberIsOnANewerTimeline() {
    aPrimary()
        .nobodyLeads()
        .withMember("b", b -> at(b, TIMELINE + 1, HERE))
        .decide()
        .because(Kind.DEMOTING);
  }

  @Test
  void aCrashedFormerPrimaryWithoutALeaderStartsAsAStandby() {
    aCandidate()
        .stopped()
        .has(data(ControlState.IN_PRODUCTION, false))
        .decide()
        .because(Kind.STARTING_WITHOUT_LEADER);
  }

  @Test
  void aStandbyThatLostItsLeaderIsNotStreamingButMayLead() {
    aCandidate()
        .runs(standby(TIMELINE, HERE, false, Optional.empty()))
        .heard()
        .decide()
        .because(Kind.TAKING_LEASE);
  }
}
