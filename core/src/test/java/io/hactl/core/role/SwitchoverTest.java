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
import io.hactl.core.given.Given;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.HandingOver.CallingOff;
import io.hactl.core.reason.HandingOver.CheckingCandidates;
import io.hactl.core.reason.HandingOver.ReleasingAfterStop;
import io.hactl.core.reason.HandingOver.SwitchingOver;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Leading.StartingPrimary;
import io.hactl.core.reason.Leading.SwitchoverPlanned;
import io.hactl.core.reason.Maintaining.KeepingSlots;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SwitchoverTest {

  private static Given asked(String leader, String candidate) {
    return aPrimary().inStep().withMember("b").withMember("c").failover(leader, candidate);
  }

  private static void calledOff(Given given, CallOffCause why) {
    given
        .decide()
        .because(new CallingOff(why))
        .runsNothing()
        .commits(
            Purpose.FAILOVER,
            Transaction.builder().ifAt(Keys.FAILOVER, Given.FAILOVER_AT).put(Keys.FAILOVER, "{}"));
  }

  private static void stopsFor(Given given, String successor) {
    given
        .decide()
        .because(new SwitchingOver(successor))
        .runs(new Stop(StopPurpose.SWITCHOVER, true, seconds(60)));
  }

  @Test
  void theCandidatesAreAskedFirst() {
    asked("a", "b").decide().because(CheckingCandidates.class).runsNothing().asks("b", "c");
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
    calledOff(asked("c", "b"), new CallOffCause.AnotherLeaderNamed("c"));
  }

  @Test
  void aRequestForTheLeaderItselfIsCalledOff() {
    calledOff(asked("a", "a"), new CallOffCause.CandidateLeads());
  }

  @Test
  void aMissedScheduleIsCalledOff() {
    OffsetDateTime at = WALL.minusSeconds(31);
    calledOff(asked("", "").failover("a", "b", Optional.of(at)), new CallOffCause.TimeMissed(at));
  }

  @Test
  void aSwitchoverToTheBestIsCalledOffDuringAPause() {
    calledOff(asked("a", "").paused(), new CallOffCause.PausedWithoutCandidate());
  }

  @Test
  void aCandidateThatDoesNotAnswerCallsItOff() {
    calledOff(
        asked("a", "b").heard(peer("c", TIMELINE, HERE)), unfit("b", new Objection.NoAnswer()));
  }

  @Test
  void aCandidateThatIsStoppedCallsItOff() {
    calledOff(
        asked("a", "b").heard(stopped(peer("b", TIMELINE, HERE))),
        unfit("b", new Objection.NotRunning()));
  }

  @Test
  void aCandidateTaggedNofailoverCallsItOff() {
    Given given = asked("a", "b").heard(tagged(peer("b", TIMELINE, HERE), "nofailover", true));
    calledOff(given, unfit("b", new Objection.TaggedNofailover()));
    calledOff(given.failover("", "b"), unfit("b", new Objection.TaggedNofailover()));
  }

  @Test
  void aCandidateOutsideTheSyncKeyCallsASwitchoverOffButNotAForcedFailover() {
    Given given = asked("a", "b").sync("a", 0, "c").heard(peer("b", TIMELINE, HERE));
    calledOff(given, unfit("b", new Objection.OutsideSyncKey()));
    stopsFor(given.failover("", "b"), "b");
  }

  @Test
  void aCandidateThatLagsCallsItOff() {
    calledOff(
        asked("a", "b")
            .config("{\"maximum_lag_on_failover\": 100}")
            .inStep()
            .heard(peer("b", TIMELINE, new Lsn(HERE.bytes() - 101))),
        unfit("b", new Objection.Lags(101, 100)));
  }

  @Test
  void aCandidateOnAnotherTimelineCallsItOff() {
    calledOff(
        asked("a", "b").heard(peer("b", TIMELINE - 1, new Lsn(HERE.bytes() + 100))),
        unfit("b", new Objection.TimelineDiffers(2, 3)));
  }

  @Test
  void nobodyWhoCouldLeadCallsItOff() {
    List<Objection> silent = List.of(new Objection.NoAnswer());
    calledOff(
        asked("a", "").heard(),
        new CallOffCause.NobodyFit(new TreeMap<>(Map.of("b", silent, "c", silent))));
  }

  /** What was asked for may have been taken back since, and the lease could not be given back. */
  @Test
  void noSwitchoverBeginsWhileTheDcsIsAway() {
    Given away = asked("a", "b").heard(peer("b", TIMELINE, HERE)).disconnected();
    away.decide().because(HoldingLease.class).runsNothing();
    away.failover("a", "b", Optional.of(WALL)).decide().runsNothing();
  }

  @Test
  void aPlannedSwitchoverWaitsForItsTime() {
    asked("", "")
        .failover("a", "b", Optional.of(WALL.plusSeconds(7)))
        .decide()
        .because(SwitchoverPlanned.class)
        .runsNothing()
        .does(new Action.WakeAt(in(seconds(7))));
  }

  /** Slots, settings, standbys and faults are seen to for as long as it takes. */
  @Test
  void aPlannedSwitchoverHoldsNothingElseUp() {
    asked("", "")
        .failover("a", "b", Optional.of(WALL.plusSeconds(86_400)))
        .withMember("new")
        .decide()
        .because(KeepingSlots.class);
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
        .because(SwitchoverPlanned.class)
        .runsNothing();
  }

  @Test
  void afterACleanShutdownTheLeaseIsReleasedTogetherWithThePosition() {
    asked("a", "b")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .status(Lsn.ZERO)
        .decide()
        .because(ReleasingAfterStop.class)
        .runsNothing()
        .releasesAt(HERE);
  }

  @Test
  void afterACrashDuringTheStopItIsCalledOff() {
    calledOff(
        asked("a", "b").stopped().has(data(ControlState.IN_PRODUCTION, false)),
        new CallOffCause.UncleanStop());
  }

  @Test
  void aLeaderStoppedForARequestThatWasWithdrawnStartsAgain() {
    asked("", "")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .decide()
        .because(StartingPrimary.class)
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

  private static CallOffCause unfit(String member, Objection objection) {
    return new CallOffCause.NobodyFit(new TreeMap<>(Map.of(member, List.of(objection))));
  }
}
