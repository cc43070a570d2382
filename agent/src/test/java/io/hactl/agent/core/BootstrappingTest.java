package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.NOW;
import static io.hactl.agent.core.Cast.SESSION;
import static io.hactl.agent.core.Cast.ago;
import static io.hactl.agent.core.Cast.asPrimary;
import static io.hactl.agent.core.Cast.at;
import static io.hactl.agent.core.Cast.data;
import static io.hactl.agent.core.Cast.primary;
import static io.hactl.agent.core.Cast.seconds;
import static io.hactl.agent.core.Cast.upstream;
import static io.hactl.agent.core.Cast.withTag;
import static io.hactl.agent.core.Cast.withoutAddress;
import static io.hactl.agent.core.Given.aNewNode;
import static io.hactl.agent.core.Given.aPrimary;
import static io.hactl.agent.core.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.core.DataDirectory.ControlState;
import io.hactl.agent.core.PostgresTask.Bootstrap;
import io.hactl.agent.core.PostgresTask.Clone;
import io.hactl.agent.core.PostgresTask.Discard;
import io.hactl.agent.core.PostgresTask.SetAside;
import io.hactl.agent.core.PostgresTask.Stop;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.Reason.Kind;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrappingTest {

  private static Given anEmptyNode() {
    return aReplica().stopped().has(Cast.NO_DATA);
  }

  private static Given created() {
    return aNewNode()
        .has(data(ControlState.IN_PRODUCTION, false))
        .runs(primary())
        .initialize("", SESSION)
        .remembering(m -> m.change().bootstrapped(Optional.of(Cast.SYSTEM_ID)).done());
  }

  /** The DCS lost everything {@code time} ago. */
  private static Given wiped(Given given, Duration time) {
    return given
        .nobodyLeads()
        .without("a")
        .without("b")
        .noInitialize()
        .noConfigKey()
        .remembering(m -> m.change().unlockedSince(Optional.of(ago(time))).done());
  }

  private static Transaction.Builder found(String config) {
    return Transaction.builder()
        .ifAt(Keys.INITIALIZE, 0)
        .ifAbsent(Keys.LEADER)
        .ifAt(Keys.CONFIG, 0)
        .put(Keys.INITIALIZE, Cast.SYSTEM_ID)
        .put(Keys.CONFIG, config);
  }

  @Test
  void theRightToCreateTheClusterIsClaimedOnTheSession() {
    aNewNode()
        .decide()
        .because(Kind.CLAIMING_INITIALIZE)
        .commits(
            Purpose.INITIALIZE,
            Transaction.builder()
                .ifAbsent(Keys.INITIALIZE)
                .ifAbsent(Keys.LEADER)
                .put(Keys.INITIALIZE, "", SESSION));
  }

  @Test
  void theClaimIsMadeOnceAndNotWithoutASession() {
    aNewNode().isWriting(Purpose.INITIALIZE).decide().commitsNo(Purpose.INITIALIZE);
    aNewNode().noSession().decide().commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void whoWasSlowerWaits() {
    aNewNode().initialize("", 99).decide().because(Kind.WAITING_FOR_CLUSTER).runsNothing();
  }

  @Test
  void aClaimThatNobodyAliveStandsBehindIsToldOfAndNotTakenOver() {
    Given stuck =
        aNewNode()
            .initialize("", 0)
            .remembering(m -> m.change().unlockedSince(Optional.of(Cast.ago(seconds(59)))).done());
    stuck.decide().because(Kind.WAITING_FOR_CLUSTER);
    stuck
        .remembering(m -> m.change().unlockedSince(Optional.of(Cast.ago(seconds(60)))).done())
        .decide()
        .because(Kind.STUCK_INITIALIZE)
        .saying("hactl remove")
        .runsNothing();
    stuck.withMember("b").decide().because(Kind.WAITING_FOR_CLUSTER);
  }

  @Test
  void whoHoldsTheRightCreatesTheCluster() {
    aNewNode()
        .initialize("", SESSION)
        .decide()
        .because(Kind.CREATING_CLUSTER)
        .runs(new Bootstrap(DynamicConfig.EMPTY));
  }

  @Test
  void aClusterThatCouldNotBeCreatedFreesTheWay() {
    var failed = new TaskResult.Failed("initdb", false);
    Given given =
        aNewNode()
            .initialize("", SESSION)
            .remembering(m -> m.after(new Bootstrap(DynamicConfig.EMPTY), failed, NOW));
    for (var data : new DataDirectory[] {Cast.NO_DATA, new DataDirectory.Incomplete()})
      given
          .has(data)
          .decide()
          .because(Kind.GIVING_UP_INITIALIZE)
          .does(new Action.EndSession(), new Action.Exit(1));
  }

  @Test
  void aCreatedClusterIsAnnouncedAtOnceWithItsIdentitySettingsAndLeader() {
    created()
        .decide()
        .because(Kind.ANNOUNCING_CLUSTER)
        .commits(
            Purpose.LEADER,
            Transaction.builder()
                .ifAt(Keys.INITIALIZE, 1)
                .ifAbsent(Keys.LEADER)
                .ifAt(Keys.CONFIG, 0)
                .put(Keys.INITIALIZE, Cast.SYSTEM_ID)
                .put(Keys.CONFIG, "{\"ttl\":21}")
                .put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aClusterThatSomebodyElseCreatedMeanwhileReplacesTheOwn() {
    Given late = created().initialize("8000", 0).stopped();
    late.decide()
        .because(Kind.SETTING_ASIDE)
        .runs(new SetAside(SetAside.NOT_ANNOUNCED, Optional.empty()));
    late.disconnected().decide().because(Kind.WAITING_FOR_DCS).runsNothing();
  }

  @Test
  void aServerWithAClusterThatNeverExistedIsStoppedFirst() {
    created().initialize("8000", 0).startedAt(NOW).decide().runsA(Stop.class);
  }

  @Test
  void theFormerCreatorIsAMemberLikeAnyOtherOnceTheClusterIsAnnounced() {
    Given given = created().initialize(Cast.SYSTEM_ID, 0).leads("b", 22);
    given.remembering(m -> m.afterLookingAt(given.cluster(), NOW));
    assertThat(given.memory().bootstrapped()).isEmpty();
  }

  @Test
  void anEmptyNodeIsCopiedFromTheLeader() {
    Given given = anEmptyNode();
    given.decide().because(Kind.CLONING).runs(new Clone(upstream("b"), "a", given.effective()));
  }

  @Test
  void anEmptyNodeIsCopiedFromAReplicaTaggedClonefrom() {
    Given given = anEmptyNode().withMember("c", c -> withTag(c, "clonefrom", true));
    given.decide().runs(new Clone(upstream("c"), "", given.effective()));
  }

  @Test
  void aSourceWithoutAnAddressIsPassedOver() {
    Given given = anEmptyNode().withMember("c", c -> withoutAddress(withTag(c, "clonefrom", true)));
    assertThat(given.decide().runsA(Clone.class).source().name()).isEqualTo("b");
  }

  @Test
  void aCopyFromTheLeaderOnlyIsTakenFromTheLeader() {
    Given given =
        anEmptyNode()
            .withMember("c", c -> withTag(c, "clonefrom", true))
            .remembering(m -> m.withReinitialize(true));
    assertThat(given.decide().runsA(Clone.class).source().name()).isEqualTo("b");
  }

  @Test
  void anEmptyNodeWaitsForALeaderThatRuns() {
    anEmptyNode().withMember("b").decide().because(Kind.WAITING_FOR_SOURCE).runsNothing();
    anEmptyNode().nobodyLeads().decide().because(Kind.WAITING_FOR_SOURCE).runsNothing();
  }

  @Test
  void nobodyIsCopiedFromOneself() {
    aPrimary()
        .leads("a", 10)
        .withMember("a", a -> asPrimary(a))
        .stopped()
        .has(Cast.NO_DATA)
        .decide()
        .because(Kind.WAITING_FOR_SOURCE);
  }

  @Test
  void aClusterWithAnIdentityIsNeverCreatedAgain() {
    anEmptyNode().nobodyLeads().without("b").decide().runsNothing().commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void whoseDataWasGivenUpForACopyCreatesNoOtherClusterThanThat() {
    aNewNode()
        .has(new DataDirectory.Empty(Optional.of("7001")))
        .decide()
        .because(Kind.DCS_LOST_CLUSTER)
        .commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void aCopyThatFailedIsTriedAgainLater() {
    Given given = anEmptyNode();
    var clone = new Clone(upstream("b"), "a", given.effective());
    given
        .remembering(m -> m.after(clone, new TaskResult.Failed("refused", true), NOW))
        .decide()
        .because(Kind.BACKING_OFF)
        .does(new Action.WakeAt(Cast.in(seconds(1))));
  }

  @Test
  void aLeaderWithoutDataReleasesTheLease() {
    aPrimary()
        .stopped()
        .has(Cast.NO_DATA)
        .decide()
        .because(Kind.NO_DATA_AS_LEADER)
        .commits(
            Purpose.LEADER,
            Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER));
  }

  @Test
  void aServerWhoseDirectoryWasTakenAwayIsStoppedBeforeTheLeaseGoes() {
    aPrimary()
        .has(Cast.NO_DATA)
        .decide()
        .commitsNo(Purpose.LEADER)
        .runs(new Stop(PostgresTask.StopPurpose.REJOIN, false, Duration.ZERO));
  }

  @Test
  void whatAnInterruptedCopyLeftIsRemoved() {
    Given given = anEmptyNode().has(new DataDirectory.Incomplete());
    given.decide().because(Kind.SETTING_ASIDE).runs(new Discard(Optional.empty()));
    given
        .runs(new ServerState.Starting(5, NOW))
        .startedAt(NOW)
        .nobodyLeads()
        .decide()
        .runsA(Stop.class);
    given
        .stopped()
        .remembering(
            m -> m.after(new Discard(Optional.empty()), new TaskResult.Failed("busy", true), NOW))
        .decide()
        .because(Kind.BACKING_OFF);
  }

  @Test
  void whatIsNoDatabaseIsLeftAlone() {
    anEmptyNode()
        .has(new DataDirectory.Unusable("there are foreign files"))
        .decide()
        .because(Kind.UNUSABLE_DATA)
        .saying("foreign files")
        .runsNothing();
  }

  @Test
  void aRunningStandaloneServerBecomesTheFirstLeaderAtOnce() {
    wiped(aPrimary(), Duration.ZERO)
        .decide()
        .because(Kind.ADOPTING)
        .runsNothing()
        .commits(Purpose.LEADER, found("{}").put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aStoppedServerWaitsForOneThatRunsAndMayGoByItsLeaseOutOfSight() {
    wiped(aPrimary().stopped(), seconds(29)).decide().because(Kind.WAITING_FOR_CLUSTER);
    wiped(aPrimary().stopped(), seconds(30))
        .decide()
        .because(Kind.ADOPTING)
        .commits(Purpose.LEADER, found("{}").put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aStandbyAdoptsLastAndDoesNotLead() {
    wiped(aReplica(), seconds(34)).decide().because(Kind.WAITING_FOR_CLUSTER);
    wiped(aReplica(), seconds(35))
        .decide()
        .because(Kind.ADOPTING)
        .commits(Purpose.LEADER, found("{}"));
  }

  @Test
  void nobodyAdoptsWhileALeaderMayGoOnByAPromise() {
    FailsafeMemory.Promise promise =
        new FailsafeMemory.Promise("b", Cast.in(seconds(1)), 20, Map.of());
    wiped(aReplica(), seconds(60))
        .remembering(m -> m.withFailsafe(m.failsafe().withPromise(promise)))
        .decide()
        .because(Kind.WAITING_FOR_CLUSTER);
  }

  @Test
  void aMemberWithoutDataThatHasKnownTheClusterCreatesNoOther() {
    aNewNode()
        .remembering(m -> m.afterLookingAt(aReplica().observe().dcs(), Cast.ago(seconds(9))))
        .decide()
        .because(Kind.DCS_LOST_CLUSTER)
        .commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void aFormerPrimaryDoesNotAdoptWhereAMemberIsFurther() {
    wiped(aPrimary().stopped(), seconds(5))
        .withMember("b", b -> at(b, 4, Cast.HERE))
        .decide()
        .because(Kind.WAITING_FOR_CLUSTER)
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aClusterThatLostItsKeysKeepsItsSettingsWithoutThisNodesOwn() {
    wiped(aPrimary(), Duration.ZERO)
        .config("{\"ttl\":40}")
        .localConfig("{\"postgresql\":{\"use_slots\":false}}")
        .decide()
        .commits(Purpose.LEADER, found("{\"ttl\":40}").put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void nothingIsAdoptedWithoutTheDcs() {
    wiped(aPrimary().stopped(), seconds(60)).disconnected().decide().commitsNo(Purpose.LEADER);
    wiped(aPrimary().stopped(), seconds(60)).noSession().decide().commitsNo(Purpose.LEADER);
  }

  @Test
  void anIdentityThatSomebodyRemovedUnderALeaderIsRestored() {
    aPrimary()
        .noInitialize()
        .decide()
        .because(Kind.ADOPTING)
        .commits(
            Purpose.INITIALIZE,
            Transaction.builder()
                .ifAt(Keys.LEADER, Given.LEADER_AT)
                .ifAt(Keys.INITIALIZE, 0)
                .put(Keys.INITIALIZE, Cast.SYSTEM_ID));
    aReplica().noInitialize().decide().because(Kind.WAITING_FOR_CLUSTER);
  }
}
