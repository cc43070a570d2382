package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.inState;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Elections.AHEAD;
import static io.hactl.core.given.Elections.BEHIND;
import static io.hactl.core.given.Elections.noted;
import static io.hactl.core.given.Elections.refuses;
import static io.hactl.core.given.Elections.takeToPromote;
import static io.hactl.core.given.Elections.unlockedFor;
import static io.hactl.core.given.Given.aCandidate;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.Racing;
import io.hactl.core.reason.Electing.StartingWithoutLeader;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.Electing.TakingLeaseAsCandidate;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.election.Objection;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Elections that an operator has asked for. */
class ChosenCandidateTest {

  /** The former leader b shut down cleanly for a switchover to {@code candidate}. */
  private static Given handedOver(String candidate) {
    return aCandidate()
        .withMember("b", m -> inState(m, MemberState.STOPPED))
        .statusAt(Cast.MEMBER_AT)
        .failover("b", candidate);
  }

  @Test
  void theChosenCandidateTakesTheLeaseAtOnceWhenTheLastWalIsThere() {
    handedOver("a")
        .status(BEHIND)
        .decide()
        .because(TakingLeaseAsCandidate.class)
        .asksNobody()
        .commits(
            Purpose.LEADER,
            takeToPromote(Given.FAILOVER_AT)
                .put(Keys.FAILOVER, "{}")
                .put(Keys.HISTORY, noted(HERE)));
  }

  @Test
  void theChosenCandidateWaitsForTheLastWal() {
    refuses(handedOver("a").status(HERE), new NotTakingCause.LastWalMissing(HERE));
  }

  @Test
  void theChosenCandidateOnAnEndedTimelineDoesNotLead() {
    refuses(
        handedOver("a").status(BEHIND).history(ended(TIMELINE, "x")),
        new NotTakingCause.Ineligible(new Objection.TimelineBehind(3, 4)));
  }

  @Test
  void theChosenCandidateAsksEverybodyWhenTheLeaseRanOutInstead() {
    handedOver("a")
        .statusAt(Cast.MEMBER_AT - 1)
        .withMember("c")
        .status(BEHIND)
        .decide()
        .because(Racing.class)
        .asks("c");
  }

  @Test
  void theChosenCandidateAsksEverybodyWhenTheLeaderCrashedInstead() {
    aCandidate()
        .failover("b", "a")
        .withMember("c")
        .status(BEHIND)
        .decide()
        .because(Racing.class)
        .asks("c");
    refuses(
        aCandidate().failover("b", "a").status(BEHIND).heard(peer("c", TIMELINE, AHEAD)),
        new NotTakingCause.Ineligible(new Objection.AnotherAhead("c")));
  }

  @Test
  void aCandidateOfAPlanForLaterIsNobodySpecial() {
    aCandidate()
        .withMember("b", m -> inState(m, MemberState.STOPPED))
        .failover("b", "a", Optional.of(Given.WALL.plusHours(1)))
        .status(BEHIND)
        .decide()
        .because(Racing.class);
  }

  @Test
  void aChosenCandidateThatNeverGetsTheLastWalRacesLikeEverybodyElse() {
    refuses(
        unlockedFor(seconds(6))
            .withMember("b", m -> inState(m, MemberState.STOPPED))
            .failover("b", "a")
            .status(AHEAD)
            .heard(peer("b", TIMELINE, AHEAD)),
        new NotTakingCause.Ineligible(new Objection.AnotherAhead("b")));
  }

  @Test
  void whoIsForcedToLeadAsksNobody() {
    aCandidate()
        .failover("", "a")
        .sync("b", 0, "c")
        .status(AHEAD)
        .decide()
        .because(TakingLeaseAsCandidate.class);
  }

  @Test
  void notEvenAForcedFailoverOverridesNofailover() {
    refuses(
        aCandidate().tag("nofailover", true).failover("", "a"),
        new NotTakingCause.Ineligible(new Objection.TaggedNofailover()));
  }

  @Test
  void othersLetTheChosenCandidateGoFirst() {
    refuses(
        handedOver("c").heard(peer("c", TIMELINE, BEHIND)), new NotTakingCause.MemberChosen("c"));
  }

  @Test
  void othersDoNotWaitForAChosenCandidateThatIsGone() {
    handedOver("c").status(BEHIND).heard().decide().because(TakingLease.class);
  }

  @Test
  void othersDoNotWaitForAChosenCandidateForEver() {
    unlockedFor(seconds(6))
        .failover("b", "c")
        .heard(peer("c", TIMELINE, BEHIND))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void theFormerLeaderLetsOthersGoFirst() {
    refuses(
        aCandidate().failover("a", "").heard(peer("c", TIMELINE, BEHIND)),
        new NotTakingCause.AnotherLeaderWanted());
  }

  @Test
  void aServerStoppedForASwitchoverWaitsForItsSuccessor() {
    aCandidate()
        .failover("a", "c")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .decide()
        .because(NotTaking.class)
        .runsNothing()
        .does(new Action.WakeAt(in(millis(4900))));
  }

  @Test
  void aServerStoppedForASwitchoverStartsWhenNobodyComes() {
    unlockedFor(seconds(6))
        .failover("a", "c")
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .decide()
        .because(StartingWithoutLeader.class);
  }

  @Test
  void whoDoesNotWaitForAFormerLeaderThatIsGoneLeadsOnlyIfItIsStillGone() {
    aCandidate()
        .failover("b", "")
        .heard()
        .decide()
        .commits(
            Purpose.LEADER,
            takeToPromote(Given.FAILOVER_AT)
                .ifAbsent(Keys.member("b"))
                .put(Keys.FAILOVER, "{}")
                .put(Keys.HISTORY, noted(HERE)));
  }
}
