package io.hactl.core.role;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.failsafe.FailsafeMember.Answer.Agreed;
import io.hactl.core.failsafe.FailsafeMember.Answer.Refused;
import io.hactl.core.failsafe.FailsafePromise;
import io.hactl.core.failsafe.FailsafeQuestion;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.reason.HandingOver.Demoted;
import io.hactl.core.reason.Leading.LeadingWithoutDcs;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Going on without the DCS, and allowing another leader to; the ttl is 30 s. */
class FailsafeTest {

  private static final String ON = "{\"failsafe_mode\": true}";
  private static final FailsafeRequest FROM_B =
      new FailsafeRequest("b", "", "http://b:8008/patroni", Map.of(), Duration.ZERO, 20);

  private static Given leader() {
    return aPrimary().inStep().config(ON).failsafe("a", "b", "c");
  }

  private static UnaryOperator<Memory> granted(Tick until) {
    return m ->
        m.withFailsafe(m.failsafe().afterAnswers(NOW, Optional.of(until), Set.of("b", "c"), 20));
  }

  private static UnaryOperator<Memory> promised(String leader, Tick until) {
    return m -> m.withFailsafe(m.failsafe().withPromise(new Promise(leader, until, 20, Map.of())));
  }

  private static Optional<Action.AskFailsafe> asked(Given given) {
    return Decider.decide(given.observe()).actions().stream()
        .filter(Action.AskFailsafe.class::isInstance)
        .map(Action.AskFailsafe.class::cast)
        .findFirst();
  }

  @Test
  void allMembersAreAskedOnceHalfOfTheLeaseIsOver() {
    assertThat(asked(leader().leaseUntil(in(seconds(16))))).isEmpty();
    assertThat(asked(leader().leaseUntil(in(seconds(15)))).orElseThrow().apiUrls())
        .containsOnlyKeys("b", "c");
  }

  @Test
  void nobodyIsAskedWhereTheModeIsOffOrTheLeaderIsNotInTheKey() {
    assertThat(asked(leader().config("{\"failsafe_mode\": false}").leaseUntil(in(seconds(15)))))
        .isEmpty();
    assertThat(asked(leader().failsafe("b").leaseUntil(in(seconds(15))))).isEmpty();
  }

  @Test
  void aLeaderThatAllAgreedToGoesOnWithoutItsSession() {
    Given gone = leader().noSession().disconnected().remembering(granted(in(seconds(20))));

    gone.decide().because(LeadingWithoutDcs.class).runsNothing();
    assertThat(WriteDeadline.of(gone.observe())).isEqualTo(in(seconds(20)));
  }

  @Test
  void whatAllAgreedToEndsLikeALease() {
    leader()
        .noSession()
        .disconnected()
        .remembering(granted(in(seconds(5))))
        .decide()
        .because(Demoted.class);
  }

  @Test
  void anotherLeaderEndsItAtOnce() {
    leader()
        .leads("b", 22)
        .noSession()
        .remembering(granted(in(seconds(20))))
        .decide()
        .because(Demoted.class);
  }

  @Test
  void theLeaseIsTakenAgainAsSoonAsTheDcsIsBack() {
    Given back = leader().remembering(granted(in(seconds(20))));

    assertThat(back.leads("a", 99).decide().commit(Purpose.LEADER)).isPresent();
    assertThat(back.nobodyLeads().decide().commit(Purpose.LEADER)).isPresent();
  }

  @Test
  void aMemberAgreesAndDoesNotRaceForATtl() {
    assertThat(FailsafeMember.answer(aReplica().config(ON).observe(), FROM_B))
        .isInstanceOfSatisfying(
            Agreed.class, a -> assertThat(a.promise().until()).isEqualTo(in(seconds(30))));
    aCandidate()
        .config(ON)
        .heard()
        .remembering(promised("b", in(seconds(1))))
        .decide()
        .because(new NotTaking(new NotTakingCause.Promised()));
  }

  @Test
  void aQuestionThatComesLateTakesNothingBackOfWhatWasPromised() {
    Promise longer = new Promise("b", in(seconds(30)), 7, Map.of());
    Promise shorter = new Promise("b", in(seconds(5)), 7, Map.of());
    for (Promise late : List.of(shorter, new Promise("b", in(seconds(5)), 6, Map.of()))) {
      assertThat(FailsafeMemory.NOTHING.withPromise(longer).withPromise(late).promise())
          .contains(longer);
    }
    assertThat(FailsafeMemory.NOTHING.withPromise(shorter).withPromise(longer).promise())
        .contains(longer);
  }

  @Test
  void aMemberThatLeadsOrKnowsAnotherLeaderRefuses() {
    refuses(leader(), new FailsafeRefusal.Leads());
    refuses(aReplica().config(ON).leads("c", 33), new FailsafeRefusal.AnotherLeads("c"));
    refuses(aCandidate().config(ON).isWriting(Purpose.LEADER), new FailsafeRefusal.InElection());
    refuses(aReplica(), new FailsafeRefusal.FailsafeModeOff());
  }

  private static void refuses(Given member, FailsafeRefusal why) {
    assertThat(FailsafeMember.answer(member.observe(), FROM_B)).isEqualTo(new Refused(why));
  }

  @Test
  void aMemberOutsideTheKeyOrJustStartedDoesNotRace() {
    aCandidate()
        .config(ON)
        .failsafe("b", "c")
        .heard()
        .decide()
        .because(new NotTaking(new NotTakingCause.Ineligible(new Objection.OutsideFailsafeKey())));
    aCandidate()
        .config(ON)
        .failsafe("a", "b")
        .startedAt(ago(seconds(29)))
        .heard()
        .decide()
        .because(new NotTaking(new NotTakingCause.Promised()));
  }

  @Test
  void aMemberThatHasJustStartedIsBoundByWhatItMayHavePromisedUnderALongerTtl() {
    Given lowered =
        aCandidate()
            .config("{\"failsafe_mode\": true, \"ttl\": 5}")
            .failsafe("a", "b")
            .startedAt(ago(seconds(20)))
            .heard();

    assertThat(FailsafeMember.boundUntil(lowered.situation())).contains(in(seconds(10)));
    assertThat(FailsafeMember.boundUntil(lowered.startedAt(ago(seconds(31))).situation()))
        .isEmpty();
  }

  @Test
  void noPromiseIsAskedForThatOutlastsWhatAMemberWaitsAfterItsStart() {
    assertThat(FailsafePromise.length(seconds(5))).isEqualTo(seconds(5));
    assertThat(FailsafePromise.length(seconds(90))).isEqualTo(seconds(30));
  }

  @Test
  void aQuestionThatComesLateTakesNothingBack() {
    FailsafeMemory memory =
        FailsafeMemory.NOTHING
            .withPromise(new Promise("b", in(seconds(20)), 20, Map.of()))
            .withPromise(new Promise("b", in(seconds(25)), 19, Map.of()));

    assertThat(memory.promise().orElseThrow().leaderRevision()).isEqualTo(20);
    assertThat(memory.promise().orElseThrow().until()).isEqualTo(in(seconds(25)));
  }

  @Test
  void aPromiseEndsWhenItsLeaderTookTheKeyAnewAndKnowsThat() {
    Memory memory = promised("b", in(seconds(30))).apply(Memory.NOTHING);

    assertThat(
            Learning.afterLookingAt(memory, aReplica().situation().cluster(), NOW)
                .failsafe()
                .promise())
        .isPresent();
    assertThat(
            FailsafeMemory.NOTHING
                .withPromise(new Promise("b", in(seconds(30)), 19, Map.of()))
                .afterLookingAt(aReplica().statusAt(21).situation().cluster())
                .promise())
        .isEmpty();
    assertThat(
            FailsafeMemory.NOTHING
                .withPromise(new Promise("b", in(seconds(30)), 19, Map.of()))
                .afterLookingAt(aReplica().statusAt(19).situation().cluster())
                .promise())
        .as("it may not have seen that yet")
        .isPresent();
  }

  @Test
  void nobodyBecomesElectableWhileTheLeaderMayGoOnWithoutHisWord() {
    Given joined = leader().withMember("b").withMember("c").withMember("d");

    assertThat(keyWrite(joined)).hasValueSatisfying(w -> assertThat(w).contains("\"d\""));
    assertThat(keyWrite(joined.remembering(granted(in(seconds(31)))))).isEmpty();
    assertThat(keyWrite(joined.remembering(granted(in(seconds(30)))))).isPresent();
    Given other = leader().withMember("b").withMember("c").without("d").failsafe("a", "b");
    assertThat(keyWrite(other.remembering(granted(in(seconds(31))))))
        .as("who has given his word comes in")
        .hasValueSatisfying(w -> assertThat(w).contains("\"c\""));
  }

  @Test
  void whoMayHaveComeInMeanwhileIsAskedAndMissedWhenHeWasNot() {
    Given joined = leader().withMember("b").withMember("c").withMember("d");
    Transaction write = joined.decide().commit(Purpose.FAILSAFE).orElseThrow();
    Given unseen =
        joined
            .without("d")
            .leaseUntil(in(seconds(14)))
            .remembering(m -> Learning.afterSending(m, write));

    assertThat(asked(unseen).orElseThrow().apiUrls()).containsOnlyKeys("b", "c", "d");
    assertThat(FailsafeQuestion.areAll(unseen.situation(), Set.of("b", "c"))).isFalse();
    assertThat(FailsafeQuestion.areAll(unseen.situation(), Set.of("b", "c", "d"))).isTrue();
    Memory later =
        Learning.afterLookingAt(
            unseen.memory(), unseen.failsafe("a", "b", "c").situation().cluster(), NOW);
    assertThat(later.failsafe().inDoubt()).as("the key is as it was: it may come yet").isPresent();
  }

  private static Optional<String> keyWrite(Given given) {
    return given
        .decide()
        .commit(Purpose.FAILSAFE)
        .map(tx -> ((Transaction.Put) tx.changes().getFirst()).value());
  }

  @Test
  void aMemberOfTheKeyLetsOthersInOnceNobodyLeads() {
    Given alone = aCandidate().config(ON).failsafe("a", "b").withMember("c");

    Transaction tx = alone.decide().commit(Purpose.FAILSAFE).orElseThrow();
    assertThat(tx.conditions())
        .containsExactlyInAnyOrder(
            new Transaction.Condition(Keys.LEADER, 0),
            new Transaction.Condition(Keys.FAILSAFE, 70));
    assertThat(tx.changes().getFirst().toString()).contains("\"a\"", "\"b\"", "\"c\"");
  }

  @Test
  void nobodyIsLetInByAnOutsiderOrByAMemberThatIsBound() {
    Given missing = aCandidate().config(ON).withMember("c");

    assertThat(missing.failsafe("b").decide().commit(Purpose.FAILSAFE)).isEmpty();
    assertThat(
            missing
                .failsafe("a", "b")
                .remembering(promised("b", in(seconds(1))))
                .decide()
                .commit(Purpose.FAILSAFE))
        .isEmpty();
    assertThat(
            aReplica()
                .config(ON)
                .failsafe("a", "b")
                .withMember("c")
                .decide()
                .commit(Purpose.FAILSAFE))
        .isEmpty();
  }

  @Test
  void whoLetOthersInRefusesEveryLeaderUntilANewOneIsSeen() {
    Given candidate = aCandidate().config(ON).failsafe("a", "b").withMember("c");
    Memory after =
        Learning.afterSending(
            Memory.NOTHING, candidate.decide().commit(Purpose.FAILSAFE).orElseThrow());

    refuses(candidate.remembering(m -> after), new FailsafeRefusal.InElection());
    Memory seen = Learning.afterLookingAt(after, aReplica().situation().cluster(), NOW);
    assertThat(
            FailsafeMember.answer(aReplica().config(ON).remembering(m -> seen).observe(), FROM_B))
        .isInstanceOf(Agreed.class);
  }

  @Test
  void anAgentThatHasJustStartedAgreesToNothing() {
    refuses(aReplica().config(ON).startedAt(ago(seconds(1))), new FailsafeRefusal.JustStarted());
  }

  @Test
  void theLeaderIsInTheKeyWhateverBecomesOfItsMemberKey() {
    Given leader = aPrimary().inStep().without("a").withMember("b").config(ON).failsafe("b");

    assertThat(
            leader.decide().commit(Purpose.FAILSAFE).orElseThrow().changes().getFirst().toString())
        .contains("http://a:8008/patroni");
  }

  @Test
  void aSynchronousStandbyStaysInTheKeyWhileItMayBeElected() {
    Given leader = aPrimary().inStep().config(ON).sync("a", 0, "b");

    assertThat(leader.failsafe("a", "b").decide().commit(Purpose.FAILSAFE)).isEmpty();
    assertThat(leader.failsafe("a", "c").decide().commit(Purpose.FAILSAFE)).isPresent();
  }

  @Test
  void whoRacesWaitsForAnOutsiderThatIsAhead() {
    aCandidate()
        .config(ON)
        .failsafe("a", "b")
        .withMember("c")
        .heard(Cast.peer("c", Cast.TIMELINE, new Lsn(Cast.HERE.bytes() + 1)))
        .decide()
        .because(new NotTaking(new NotTakingCause.Ineligible(new Objection.AnotherAhead("c"))));
  }
}
