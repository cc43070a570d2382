package io.hactl.core.role;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.asPrimary;
import static io.hactl.core.given.Cast.at;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.primary;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Cast.withTag;
import static io.hactl.core.given.Cast.withoutAddress;
import static io.hactl.core.given.Given.aNewNode;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Bootstrap;
import io.hactl.core.model.PostgresTask.Clone;
import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.SetAside;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Creating.Adopting;
import io.hactl.core.reason.Creating.AnnouncingCluster;
import io.hactl.core.reason.Creating.ClaimingInitialize;
import io.hactl.core.reason.Creating.Cloning;
import io.hactl.core.reason.Creating.CreatingCluster;
import io.hactl.core.reason.Creating.DcsLostCluster;
import io.hactl.core.reason.Creating.GivingUpInitialize;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.Creating.StuckInitialize;
import io.hactl.core.reason.Creating.UnusableData;
import io.hactl.core.reason.Creating.WaitingForCluster;
import io.hactl.core.reason.Creating.WaitingForSource;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.WaitingForDcs;
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
        .because(ClaimingInitialize.class)
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
    aNewNode().initialize("", 99).decide().because(WaitingForCluster.class).runsNothing();
  }

  @Test
  void aClaimThatNobodyAliveStandsBehindIsToldOfAndNotTakenOver() {
    Given stuck =
        aNewNode()
            .initialize("", 0)
            .remembering(m -> m.change().unlockedSince(Optional.of(Cast.ago(seconds(59)))).done());
    stuck.decide().because(WaitingForCluster.class);
    stuck
        .remembering(m -> m.change().unlockedSince(Optional.of(Cast.ago(seconds(60)))).done())
        .decide()
        .because(StuckInitialize.class)
        .runsNothing();
    stuck.withMember("b").decide().because(WaitingForCluster.class);
  }

  @Test
  void whoHoldsTheRightCreatesTheCluster() {
    aNewNode()
        .initialize("", SESSION)
        .decide()
        .because(CreatingCluster.class)
        .runs(new Bootstrap(DynamicConfig.EMPTY));
  }

  @Test
  void aClusterThatCouldNotBeCreatedFreesTheWay() {
    var failed = new TaskResult.Failed("initdb", false);
    Given given =
        aNewNode()
            .initialize("", SESSION)
            .remembering(m -> Learning.after(m, new Bootstrap(DynamicConfig.EMPTY), failed, NOW));
    for (var data : new DataDirectory[] {Cast.NO_DATA, new DataDirectory.Incomplete()})
      given
          .has(data)
          .decide()
          .because(GivingUpInitialize.class)
          .does(new Action.EndSession(), new Action.Exit(1));
  }

  @Test
  void aCreatedClusterIsAnnouncedAtOnceWithItsIdentitySettingsAndLeader() {
    created()
        .decide()
        .because(AnnouncingCluster.class)
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
        .because(SettingAside.class)
        .runs(new SetAside(SetAside.NOT_ANNOUNCED, Optional.empty()));
    late.disconnected().decide().because(WaitingForDcs.class).runsNothing();
  }

  @Test
  void aServerWithAClusterThatNeverExistedIsStoppedFirst() {
    created().initialize("8000", 0).startedAt(NOW).decide().runsA(Stop.class);
  }

  @Test
  void theFormerCreatorIsAMemberLikeAnyOtherOnceTheClusterIsAnnounced() {
    Given given = created().initialize(Cast.SYSTEM_ID, 0).leads("b", 22);
    given.remembering(m -> Learning.afterLookingAt(m, given.cluster(), NOW));
    assertThat(given.memory().bootstrapped()).isEmpty();
  }

  @Test
  void anEmptyNodeIsCopiedFromTheLeader() {
    Given given = anEmptyNode();
    given.decide().because(Cloning.class).runs(new Clone(upstream("b"), "a", given.effective()));
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
    anEmptyNode().withMember("b").decide().because(WaitingForSource.class).runsNothing();
    anEmptyNode().nobodyLeads().decide().because(WaitingForSource.class).runsNothing();
  }

  @Test
  void nobodyIsCopiedFromOneself() {
    aPrimary()
        .leads("a", 10)
        .withMember("a", a -> asPrimary(a))
        .stopped()
        .has(Cast.NO_DATA)
        .decide()
        .because(WaitingForSource.class);
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
        .because(DcsLostCluster.class)
        .commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void aCopyThatFailedIsTriedAgainLater() {
    Given given = anEmptyNode();
    var clone = new Clone(upstream("b"), "a", given.effective());
    given
        .remembering(m -> Learning.after(m, clone, new TaskResult.Failed("refused", true), NOW))
        .decide()
        .because(BackingOff.class)
        .does(new Action.WakeAt(Cast.in(seconds(1))));
  }

  @Test
  void aLeaderWithoutDataReleasesTheLease() {
    aPrimary()
        .stopped()
        .has(Cast.NO_DATA)
        .decide()
        .because(NoDataAsLeader.class)
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
    given.decide().because(SettingAside.class).runs(new Discard(Optional.empty()));
    given
        .runs(new ServerState.Starting(5, NOW))
        .startedAt(NOW)
        .nobodyLeads()
        .decide()
        .runsA(Stop.class);
    given
        .stopped()
        .remembering(
            m ->
                Learning.after(
                    m, new Discard(Optional.empty()), new TaskResult.Failed("busy", true), NOW))
        .decide()
        .because(BackingOff.class);
  }

  @Test
  void whatIsNoDatabaseIsLeftAlone() {
    anEmptyNode()
        .has(new DataDirectory.Unusable("there are foreign files"))
        .decide()
        .because(new UnusableData("there are foreign files"))
        .runsNothing();
  }

  @Test
  void aRunningStandaloneServerBecomesTheFirstLeaderAtOnce() {
    wiped(aPrimary(), Duration.ZERO)
        .decide()
        .because(Adopting.class)
        .runsNothing()
        .commits(Purpose.LEADER, found("{}").put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aStoppedServerWaitsForOneThatRunsAndMayGoByItsLeaseOutOfSight() {
    wiped(aPrimary().stopped(), seconds(29)).decide().because(WaitingForCluster.class);
    wiped(aPrimary().stopped(), seconds(30))
        .decide()
        .because(Adopting.class)
        .commits(Purpose.LEADER, found("{}").put(Keys.LEADER, "a", SESSION));
  }

  @Test
  void aStandbyAdoptsLastAndDoesNotLead() {
    wiped(aReplica(), seconds(34)).decide().because(WaitingForCluster.class);
    wiped(aReplica(), seconds(35))
        .decide()
        .because(Adopting.class)
        .commits(Purpose.LEADER, found("{}"));
  }

  @Test
  void nobodyAdoptsWhileALeaderMayGoOnByAPromise() {
    FailsafeMemory.Promise promise =
        new FailsafeMemory.Promise("b", Cast.in(seconds(1)), 20, Map.of());
    wiped(aReplica(), seconds(60))
        .remembering(m -> m.withFailsafe(m.failsafe().withPromise(promise)))
        .decide()
        .because(WaitingForCluster.class);
  }

  @Test
  void aMemberWithoutDataThatHasKnownTheClusterCreatesNoOther() {
    aNewNode()
        .remembering(
            m -> Learning.afterLookingAt(m, aReplica().situation().cluster(), Cast.ago(seconds(9))))
        .decide()
        .because(DcsLostCluster.class)
        .commitsNo(Purpose.INITIALIZE);
  }

  @Test
  void aFormerPrimaryDoesNotAdoptWhereAMemberIsFurther() {
    wiped(aPrimary().stopped(), seconds(5))
        .withMember("b", b -> at(b, 4, Cast.HERE))
        .decide()
        .because(WaitingForCluster.class)
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
        .because(Adopting.class)
        .commits(
            Purpose.INITIALIZE,
            Transaction.builder()
                .ifAt(Keys.LEADER, Given.LEADER_AT)
                .ifAt(Keys.INITIALIZE, 0)
                .put(Keys.INITIALIZE, Cast.SYSTEM_ID));
    aReplica().noInitialize().decide().because(WaitingForCluster.class);
  }
}
