package io.hactl.core.memory;

import io.hactl.core.model.PostgresView;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.ConcreteSettersForOptionalMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be remembered between decisions because it cannot be seen: how earlier tries went.
 * Everything else is decided anew from what is observed.
 *
 * @param failures the tries that failed in a row
 * @param compared the last comparison of timelines that still holds
 * @param rejoin of coming back under another member's lead
 * @param configured what was last written into the settings files of the running server
 * @param slots what the slots were last brought to
 * @param statusAt when the status key was last written
 * @param memberAt when this member's key was last written
 * @param memberInDoubt whether the last write of this member's key got no answer
 * @param unlockedSince since when nobody has led, as far as was seen
 * @param unlockedStatus the revision of the status key then: only leaders write it
 * @param reinitializing an operator asked for a new copy, and the old data is still there
 * @param reinitFromLeader the new copy is to come from the leader
 * @param handedOver the server was stopped for a switchover and not started since
 * @param scheduledRestart a restart planned for later
 * @param bootstrapped the identity of the cluster this node has just created and not announced yet
 * @param knownCluster what is known of the cluster should the DCS lose it
 * @param lastLeader who led last, for candidates to ask even where its keys are gone
 * @param slotsSeen slot name to when the member it belongs to was last in the DCS, or a permanent
 *     slot in the settings
 * @param primaryStarts when the primary was last started in place, oldest first
 * @param sync of synchronous replication
 * @param failsafe of going on without the DCS
 * @param walArrival whether WAL still arrives here
 * @param health what is wrong with this node
 * @param releasing the revision of the leader key that a release was sent for, whose outcome may be
 *     unknown for long; 0: none
 * @param promotionPending PostgreSQL was told to promote itself, and nobody waited for the end
 */
@RecordBuilder
@RecordBuilder.Options(
    buildMethodName = "done",
    enableWither = false,
    builderClassModifiers = {},
    addConcreteSettersForOptional = ConcreteSettersForOptionalMode.ENABLED)
public record Memory(
    Failures failures,
    Optional<Comparison> compared,
    RejoinMemory rejoin,
    Optional<Configured> configured,
    Optional<SlotPlan> slots,
    Optional<Tick> statusAt,
    Optional<Tick> memberAt,
    boolean memberInDoubt,
    Optional<Tick> unlockedSince,
    long unlockedStatus,
    boolean reinitializing,
    boolean reinitFromLeader,
    boolean handedOver,
    Optional<Member.ScheduledRestart> scheduledRestart,
    Optional<String> bootstrapped,
    Optional<KnownCluster> knownCluster,
    Optional<LastLeader> lastLeader,
    Map<String, Tick> slotsSeen,
    List<Tick> primaryStarts,
    SyncMemory sync,
    FailsafeMemory failsafe,
    WalArrival walArrival,
    HealthMemory health,
    long releasing,
    boolean promotionPending) {

  public Memory {
    primaryStarts = List.copyOf(primaryStarts);
    slotsSeen = Map.copyOf(slotsSeen);
  }

  public static final Memory NOTHING =
      MemoryBuilder.builder()
          .failures(Failures.NONE)
          .rejoin(RejoinMemory.NOTHING)
          .slotsSeen(Map.of())
          .primaryStarts(List.of())
          .sync(SyncMemory.NOTHING)
          .failsafe(FailsafeMemory.NOTHING)
          .walArrival(WalArrival.NOTHING)
          .health(HealthMemory.NOTHING)
          .done();

  /**
   * @param leader with whom
   * @param leaderTimeline the leader's timeline then
   * @param divergedAt where this node's WAL leaves the leader's history; empty: it does not
   */
  public record Comparison(String leader, int leaderTimeline, Optional<Lsn> divergedAt, Lsn end) {}

  /** What the settings files were made from. */
  public record Configured(DynamicConfig config, Optional<Upstream> upstream) {}

  /** The slots wanted on this server, and those to be dropped. */
  public record SlotPlan(List<String> wanted, List<String> unwanted) {
    public SlotPlan {
      wanted = List.copyOf(wanted);
      unwanted = List.copyOf(unwanted);
    }
  }

  /** Another member leads: what failed under the one before may succeed now. */
  public Memory withNewLeader() {
    return withLeaderAway().change().rejoin(rejoin.withNewLeader()).done();
  }

  /**
   * The leader is gone, or has its key anew: what was to wait is tried again, and what was tried in
   * vain to rejoin it still counts.
   */
  public Memory withLeaderAway() {
    return change().failures(failures.withoutAllButPromotion()).done();
  }

  /** A copy to change. */
  public MemoryBuilder change() {
    return MemoryBuilder.builder(this);
  }

  public Memory withStatusAt(Tick at) {
    return change().statusAt(at).done();
  }

  public Memory withMemberAt(Tick at) {
    return change().memberAt(at).memberInDoubt(false).done();
  }

  /** A write of this member's key got no answer: it may say what it said before, or not. */
  public Memory withMemberInDoubt() {
    return change().memberInDoubt(true).done();
  }

  public Memory withReinitialize(boolean fromLeader) {
    return change()
        .reinitializing(true)
        .reinitFromLeader(fromLeader)
        .failures(Failures.NONE)
        .done();
  }

  public Memory withScheduledRestart(Optional<Member.ScheduledRestart> restart) {
    return change().scheduledRestart(restart).done();
  }

  /** Notes which names are in force, once no task that could change them is under way. */
  public Memory afterSeeing(PostgresView view) {
    return view.server()
        .running()
        .map(
            r ->
                change()
                    .sync(sync.afterSeeing(r))
                    .walArrival(walArrival.afterSeeing(r, view.at()))
                    .done())
        .orElse(this);
  }

  /** A write of the sync key may have happened, or may happen yet. */
  public Memory withSyncKeyInDoubt(long comparedRevision) {
    return change().sync(sync.withInDoubt(comparedRevision)).done();
  }

  public Memory withFailsafe(FailsafeMemory changed) {
    return change().failsafe(changed).done();
  }

  /** The session is left to end by itself, or another one was opened. */
  public Memory withRenewalStopped(boolean value) {
    return change().health(health.withRenewalStopped(value)).done();
  }

  /** Forgets what was written, so that everything is written again. */
  public Memory withSettingsReloaded() {
    return change().configured(Optional.empty()).done();
  }
}
