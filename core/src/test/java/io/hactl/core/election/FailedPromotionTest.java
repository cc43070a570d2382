package io.hactl.core.election;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aPrimary;

import io.hactl.core.given.Elections;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.election.Objection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A timeline whose number was given out, and that nobody has ever begun. */
class FailedPromotionTest {

  private static final String CHECKED = "{\"check_timeline\": true}";

  private static TimelineHistory.Entry attempt(String reason, String member) {
    return new TimelineHistory.Entry(TIMELINE, HERE, reason, Optional.empty(), Optional.of(member));
  }

  private static Given failedHere() {
    var promote = new PostgresTask.Promote(TIMELINE, seconds(60));
    var stop = new PostgresTask.Stop(PostgresTask.StopPurpose.DEMOTE, false, Duration.ZERO);
    return aPrimary()
        .stopped()
        .has(data(ControlState.SHUT_DOWN_IN_RECOVERY, true))
        .history(attempt("promoting", "a"))
        .remembering(m -> Learning.after(m, promote, new TaskResult.Failed("no", true), NOW))
        .remembering(
            m -> Learning.after(m, stop, new TaskResult.WasStopped(Optional.empty()), NOW));
  }

  private static Transaction.Builder release() {
    return Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER);
  }

  @Test
  void isStruckOutWhenTheLeaseGoesBack() {
    String noted = "[[3," + HERE.bytes() + ",\"promotion failed\",null,\"a\"]]";
    failedHere()
        .decide()
        .because(ReleasingLease.class)
        .commits(
            Purpose.LEADER,
            release().ifAt(Keys.HISTORY, Given.HISTORY_AT).put(Keys.HISTORY, noted));
  }

  @Test
  void staysWhereTheServerMayHaveBegunTheTimeline() {
    failedHere()
        .has(data(ControlState.IN_PRODUCTION, true))
        .decide()
        .commits(Purpose.LEADER, release());
    failedHere().history(attempt("promoting", "b")).decide().commits(Purpose.LEADER, release());
  }

  @Test
  void keepsNobodyFromLeading() {
    aCandidate()
        .config(CHECKED)
        .history(attempt("promotion failed", "b"))
        .heard()
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void itsNumberIsNotGivenOutAgain() {
    String noted =
        "[[3,%d,\"promotion failed\",null,\"b\"],[4,%d,\"promoting\",\"2026-05-01T12:00:00+00:00\",\"a\"]]"
            .formatted(HERE.bytes(), HERE.bytes());
    aCandidate()
        .history(attempt("promotion failed", "b"))
        .heard()
        .decide()
        .commits(
            Purpose.LEADER,
            Transaction.builder()
                .ifAbsent(Keys.LEADER)
                .ifAt(Keys.SYNC, 0)
                .ifAt(Keys.HISTORY, Given.HISTORY_AT)
                .ifAt(Keys.FAILOVER, 0)
                .put(Keys.LEADER, "a", SESSION)
                .put(Keys.HISTORY, noted));
  }

  @Test
  void isKnownToTheMemberThatTriedBeforeItIsStruckOut() {
    aCandidate()
        .config(CHECKED)
        .history(attempt("promoting", "a"))
        .heard()
        .decide()
        .because(TakingLease.class);
    Elections.refuses(
        aCandidate().config(CHECKED).history(attempt("promoting", "b")).heard(),
        new NotTakingCause.Ineligible(new Objection.TimelineBehind(3, 4)));
  }
}
