package io.hactl.core.learning;

import io.hactl.core.failsafe.FailsafeKey;
import io.hactl.core.health.CrashLoop;
import io.hactl.core.health.Diagnosis;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.Failures;
import io.hactl.core.memory.HealthMemory;
import io.hactl.core.memory.KnownCluster;
import io.hactl.core.memory.LastLeader;
import io.hactl.core.memory.Memory;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.memory.Memory.Configured;
import io.hactl.core.memory.Memory.SlotPlan;
import io.hactl.core.memory.MemoryBuilder;
import io.hactl.core.memory.RejoinMemory;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.SlotNames;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the end of a task leaves in the {@link Memory}. */
public final class Learning {

  private Learning() {}

  public static Memory after(Memory memory, PostgresTask task, TaskResult result, Tick now) {
    return switch (result) {
      case TaskResult.Failed failed -> afterFailure(memory, task, failed, now);
      case TaskResult.Cancelled ignored ->
          task instanceof PostgresTask.Promote
              ? memory.change().promotionPending(true).done()
              : task instanceof PostgresTask.SetSynchronousStandbys
                  ? memory.change().sync(memory.sync().afterFailure()).done()
                  : memory;
      case TaskResult.Compared c ->
          memory
              .change()
              .failures(memory.failures().without(TaskKind.COMPARE_TIMELINES))
              .rejoin(memory.rejoin().afterComparison())
              .compared(comparison((PostgresTask.CompareTimelines) task, c))
              .done();
      case TaskResult.Bootstrapped b ->
          memory
              .change()
              .failures(Failures.NONE)
              .bootstrapped(Optional.of(b.systemIdentifier()))
              .done();
      case TaskResult.WasStopped ignored -> afterStop(memory, task, now);
      case TaskResult.WasSetAside ignored -> afterDataGone(memory);
      case TaskResult.Succeeded ignored -> afterSuccess(memory, task, now);
    };
  }

  private static Memory afterStop(Memory memory, PostgresTask task, Tick now) {
    StopPurpose purpose = task instanceof PostgresTask.Stop stop ? stop.purpose() : null;
    Failures failures = memory.failures().without(TaskKind.STOP, TaskKind.KILL_ORPHANS);
    MemoryBuilder change =
        memory
            .change()
            .failures(failures)
            .configured(Optional.empty())
            .promotionPending(false)
            .handedOver(purpose == StopPurpose.SWITCHOVER);
    if (purpose == StopPurpose.UNRESPONSIVE) {
      // The server had its time to start and did not: that counts like a start that failed.
      change.failures(
          failures.and(
              TaskKind.START_PRIMARY,
              "PostgreSQL did not take connections within primary_start_timeout",
              now));
    }
    if (purpose == StopPurpose.YIELD) {
      change.health(memory.health().withStop(now));
    }
    return change.done();
  }

  /**
   * A release that got no answer may still be carried out, however much later: the leader key at
   * that revision is no lease any more, until it is written anew.
   */
  public static Memory afterSending(Memory memory, Transaction transaction) {
    if (FailsafeKey.admits(transaction)) {
      return memory.change().failsafe(memory.failsafe().afterAdmitting()).done();
    }
    Optional<FailsafeMemory.KeyWrite> written = FailsafeKey.writeOf(transaction);
    if (written.isPresent()) {
      return memory.change().failsafe(memory.failsafe().afterWriting(written.get())).done();
    }
    boolean releases =
        transaction.changes().stream()
            .anyMatch(c -> c instanceof Transaction.Delete && c.key().equals(Keys.LEADER));
    return transaction.conditions().stream()
        .filter(c -> releases && c.key().equals(Keys.LEADER))
        .findFirst()
        .map(c -> memory.change().releasing(c.modRevision()).done())
        .orElse(memory);
  }

  /** A slot that the status key retains is known, too, from the first time it is seen here. */
  public static Memory afterLookingAt(Memory memory, Cluster cluster, Tick now) {
    Map<String, Tick> seen = new HashMap<>(memory.slotsSeen());
    cluster.status().value().retainSlots().forEach(slot -> seen.putIfAbsent(slot, now));
    cluster.members().keySet().forEach(name -> seen.put(SlotNames.of(name), now));
    // A permanent slot that is taken out of the settings is kept as long as a former member's.
    PermanentSlots.names(cluster.config().value()).forEach(name -> seen.put(name, now));
    // Somebody may have led and been gone again while this node saw nothing.
    long status = cluster.status().modRevision();
    Optional<Tick> unlockedBefore =
        memory.unlockedSince().filter(since -> memory.unlockedStatus() == status);
    Optional<Tick> unlockedSince =
        cluster.isUnlocked() ? unlockedBefore.or(() -> Optional.of(now)) : Optional.empty();
    MemoryBuilder change =
        memory
            .change()
            .slotsSeen(seen)
            .knownCluster(KnownCluster.after(memory.knownCluster(), cluster, now))
            .lastLeader(LastLeader.after(memory.lastLeader(), cluster))
            .unlockedSince(unlockedSince)
            .unlockedStatus(status)
            .failsafe(memory.failsafe().afterLookingAt(cluster));
    if (memory.bootstrapped().isPresent()
        && memory.bootstrapped().equals(cluster.systemIdentifier())) {
      // Announced: should the DCS lose everything later, this node is a member like any other.
      change.bootstrapped(Optional.empty());
    }
    return change.done();
  }

  /** What is remembered once this was measured of the node. */
  public static Memory afterMeasuring(
      Memory memory, HealthView view, Optional<ServerState> server, Tick now) {
    HealthMemory found = Diagnosis.of(memory.health(), view, server, memory.primaryStarts(), now);
    return found == memory.health() ? memory : memory.change().health(found).done();
  }

  private static Memory afterFailure(
      Memory memory, PostgresTask task, TaskResult.Failed failed, Tick now) {
    MemoryBuilder change =
        memory.change().failures(memory.failures().and(task.kind(), failed.message(), now));
    if (task instanceof PostgresTask.Promote) {
      change.promotionPending(true);
    }
    if (task instanceof PostgresTask.SetSynchronousStandbys) {
      change.sync(memory.sync().afterFailure());
    }
    change.rejoin(memory.rejoin().afterFailure(task, failed));
    return change.done();
  }

  // Long: one case for each task, and the compiler sees that none is missing.
  private static Memory afterSuccess(Memory memory, PostgresTask task, Tick now) {
    return switch (task) {
      case PostgresTask.Configure t ->
          endOfSame(memory, task).configured(configured(t.config(), t.upstream())).done();
      case PostgresTask.Follow t ->
          endOfSame(memory, task)
              .configured(configured(t.config(), t.upstream()))
              .compared(Optional.empty())
              .done();
      case PostgresTask.StartStandby t ->
          memory
              .change()
              .failures(memory.failures().withoutAllButPromotion())
              .rejoin(memory.rejoin().afterStart())
              .handedOver(false)
              .health(memory.health().afterStart())
              .promotionPending(false)
              .configured(configured(t.config(), t.upstream()))
              .compared(Optional.empty())
              .done();
      case PostgresTask.StartPrimary t ->
          memory
              .change()
              .failures(Failures.NONE)
              .handedOver(false)
              .health(memory.health().afterStart())
              .promotionPending(false)
              .reinitializing(false)
              .primaryStarts(recentStarts(memory, now))
              .configured(configured(t.config(), Optional.empty()))
              .done();
      case PostgresTask.Restart t ->
          memory
              .change()
              .failures(memory.failures().withoutAllButPromotion())
              .promotionPending(false)
              .configured(configured(t.config(), t.upstream()))
              .done();
      case PostgresTask.SetSynchronousStandbys t ->
          endOfSame(memory, task).sync(memory.sync().afterSetting(t.names())).done();
      case PostgresTask.UpdateSlots t ->
          endOfSame(memory, task).slots(Optional.of(new SlotPlan(t.wanted(), t.unwanted()))).done();
      case PostgresTask.Promote ignored ->
          memory
              .change()
              .failures(Failures.NONE)
              .compared(Optional.empty())
              .rejoin(RejoinMemory.NOTHING)
              .promotionPending(false)
              .reinitializing(false)
              .done();
      case PostgresTask.Rewind t ->
          memory
              .change()
              .failures(memory.failures().without(TaskKind.REWIND, TaskKind.START_STANDBY))
              .rejoin(memory.rejoin().afterRewind())
              .compared(
                  Optional.of(new Comparison(t.leader().name(), 0, Optional.empty(), Lsn.ZERO)))
              .done();
      case PostgresTask.Clone ignored ->
          memory
              .change()
              .failures(Failures.NONE)
              .rejoin(RejoinMemory.NOTHING)
              .reinitializing(false)
              .reinitFromLeader(false)
              .done();
      case PostgresTask.Discard ignored -> afterDataGone(memory);
      case PostgresTask.RecoverCrash ignored -> endOfSame(memory, task).done();
      case PostgresTask.KillOrphans ignored ->
          // No process is left, which is what a stop that failed was to come to.
          memory
              .change()
              .failures(memory.failures().without(TaskKind.KILL_ORPHANS, TaskKind.STOP))
              .done();
      case PostgresTask.MoveSlots ignored -> endOfSame(memory, task).done();
      case PostgresTask.Bootstrap ignored -> memory;
      case PostgresTask.Stop ignored -> memory;
      case PostgresTask.CompareTimelines ignored -> memory;
      case PostgresTask.SetAside ignored -> memory;
    };
  }

  private static Memory afterDataGone(Memory memory) {
    return memory
        .change()
        .failures(Failures.NONE)
        .compared(Optional.empty())
        .rejoin(RejoinMemory.NOTHING)
        .promotionPending(false)
        .configured(Optional.empty())
        .bootstrapped(Optional.empty())
        .done();
  }

  /** Success ends the failures of its own kind. */
  private static MemoryBuilder endOfSame(Memory memory, PostgresTask task) {
    return memory.change().failures(memory.failures().without(task.kind()));
  }

  private static List<Tick> recentStarts(Memory memory, Tick now) {
    List<Tick> starts = new ArrayList<>();
    memory.primaryStarts().stream()
        .filter(start -> !start.plus(CrashLoop.WINDOW).isBefore(now))
        .forEach(starts::add);
    starts.add(now);
    return starts;
  }

  private static Optional<Comparison> comparison(
      PostgresTask.CompareTimelines task, TaskResult.Compared c) {
    return Optional.of(
        new Comparison(task.leader().name(), c.leaderTimeline(), c.divergedAt(), c.localEnd()));
  }

  private static Optional<Configured> configured(
      DynamicConfig config, Optional<Upstream> upstream) {
    return Optional.of(new Configured(config, upstream));
  }
}
