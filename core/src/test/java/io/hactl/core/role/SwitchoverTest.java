package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.stopped;
import static io.hactl.core.given.Cast.tagged;
import static io.hactl.core.given.Given.WALL;
import static io.hactl.core.given.Given.aPrimary;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.given.Given;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwitchoverTest {

  private static Given asked(String leader, String candidate) {
    return aPrimary().inStep().withMember("b").withMember("c").failover(leader, candidate);
  }

  private static void calledOff(Given given, String why) {
    given
        .decide()
        .because(Kind.CALLING_OFF)
        .saying(why)
        .runsNothing()
        .commits(
            Purpose.FAILOVER,
            Transaction.builder().ifAt(Keys.FAILOVER, Given.FAILOVER_AT).put(Keys.FAILOVER, "{}"));
  }

  private static void stopsFor(Given given, String successor) {
    given
        .decide()
        .because(Kind.SWITCHING_OVER)
        .saying(successor)
        .runs(new Stop(StopPurpose.SWITCHOVER, true, seconds(60)));
  }

  @Test
  void theCandidatesAreAskedFirst() {
    asked("a", "b").decide().because(Kind.CHECKING_CANDIDATES).runsNothing().asks("b", "c");
  }

  @Test
  void theLeaderIsStoppedForTheNamedCandidate() {
    stopsFor(asked("a", "b").heard(peer("b", TIMELINE, HERE)), "b");
  }

  @Test
  void theLeaderIsStoppedForTheBestWhereNobodyIsNamed() {
    stopsFor(
        asked("a", "")
            .heard(peer("b", TIMELINE, new Lsn(HERE.bytes() - 1)), peer("c", TIMELINE, HERE)),
        "c");
  }

  @Test
  void aFailoverOfALivingLeaderIsAHandOverToo() {
    stopsFor(asked("", "b").heard(peer("b", TIMELINE, HERE)), "b");
  }

  @Test
  void theStopTakesAsLongAsIsSet() {
    assertThat(
            asked("a", "b")
                .config("{\"primary_stop_timeout\": 12}")
                .heard(peer("b", TIMELINE, HERE))
                .decide()
                .runsA(Stop.class)
                .fastTimeout())
        .isEqualTo(seconds(12));
  }

  @Test
  void aRequestThatNamesAnotherLeaderIsCalledOff() {
    calledOff(asked("c", "b"), "it names c as the leader");
  }

  @Test
  void aRequestForTheLeaderItselfIsCalledOff() {
    calledOff(asked("a", "a"), "the candidate leads already");
  }

  @Test
  void aMissedScheduleIsCalledOff() {
    calledOff(asked("", "").failover("a", "b", Optional.of(WALL.minusSeconds(31))), "was missed");
  }

  @Test
  void aSwitchoverToTheBestIsCalledOffDuringAPause() {
    calledOff(asked("a", "").paused(), "no candidate is named");
  }

  @Test
  void aCandidateThatDoesNotAnswerCallsItOff() {
    calledOff(asked("a", "b").heard(peer("c", TIMELINE, HERE)), "b does not answer");
  }

  @Test
  void aCandidateThatIsStoppedCallsItOff() {
    calledOff(asked("a", "b").heard(stopped(peer("b", TIMELINE, HERE))), "cannot lead");
  }

  @Test
  void aCandidateTaggedNofailoverCallsItOff() {
    Given given = asked("a", "b").heard(tagged(peer("b", TIMELINE, HERE), "nofailover", true));
    calledOff(given, "cannot lead");
    calledOff(given.failover("", "b"), "cannot lead");
  }

  @Test
  void aCandidateOutsideTheSyncKeyCallsASwitchoverOffButNotAForcedFailover() {
    Given given = asked("a", "b").sync("a", 0, "c").heard(peer("b", TIMELINE, HERE));
    calledOff(given, "cannot lead");
    stopsFor(given.failover("", "b"), "b");
  }

  @Test
  void aCandidateThatLagsCallsItOff() {
    calledOff(
        asked("a", "b")
            .config("{\"maximum_lag_on_failover\": 100}")
            .inStep()
            .heard(peer("b", TIMELINE, new Lsn(HERE.bytes() - 101))),
        "b lags 101 bytes");
  }

  @Test
  void aCandidateOnAnotherTimelineCallsItOff() {
    calledOff(
        asked("a", "b").heard(peer("b", TIMELINE - 1, new Lsn(HERE.bytes() + 100))),
        "b is on timeline 2, the leader on 3");
  }

  @Test
  void nobodyWhoCouldLeadCallsItOff() {
    calledOff(asked("a", "").heard(), "no member answers that could lead");
  }

  @Test
  void aPlannedSwitchoverWaitsForItsTime() {
    asked("", "")
        .failover("a", "b", Optional.of(WALL.plusSeconds(7)))
        .decide()
        .because(Kind.SWITCHOVER_PLANNED)
        .runsNothing()
        .does(new Action.WakeAt(in(seconds(7))));
  }

  /** Slots, settings, standbys and ailments are seen to for as long as it takes. */
  @Test
  void aPlannedSwitchoverHoldsNothingElseUp() {
    asked("", "")
        .failover("a", "b", Optional.of(WALL.plusSeconds(86_400)))
        .withMember("new")
        .decide()
        .because(Kind.KEEPING_SLOTS);
  }

  @Test
  void aPlannedSwitchoverIsDoneWhenItsTimeHasCome() {
    stopsFor(
        asked("", "").failover("a", "b", Optional.of(WALL)).heard(peer("b", TIMELINE, HERE)), "b");
  }

  @Test
  void aPlannedSwitchoverIsNotDoneDuringAPause() {
    asked("", "")
        .failover("a", "b", Optional.of(WALL))
        .paused()
        .inStep()
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(Kind.SWITCHOVER_PLANNED)
        .runsNothing();
  }

  @Test
  void afterAStopInOrderTheLeaseIsReleasedTogetherWithThePosition() {
    asked("a", "b")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .status(Lsn.ZERO)
        .decide()
        .because(Kind.RELEASING_AFTER_STOP)
        .runsNothing()
        .releasesAt(HERE);
  }

  @Test
  void afterACrashDuringTheStopItIsCalledOff() {
    calledOff(
        asked("a", "b").stopped().has(data(ControlState.IN_PRODUCTION, false)),
        "was not shut down in order");
  }

  @Test
  void aLeaderStoppedForARequestThatWasWithdrawnStartsAgain() {
    asked("", "")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .decide()
        .because(Kind.STARTING_PRIMARY)
        .runsA(StartPrimary.class);
  }

  @Test
  void theRequestIsEndedOnce() {
    asked("c", "b").isWriting(Purpose.FAILOVER).decide().commitsNo(Purpose.FAILOVER);
  }

  @Test
  void aPausedLeaderHandsOverToANamedCandidate() {
    stopsFor(asked("a", "b").paused().inStep().heard(peer("b", TIMELINE, HERE)), "b");
  }
}
