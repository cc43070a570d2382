package io.hactl.agent.core;

import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.DynamicConfig;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Member;
import io.hactl.dcs.Transaction;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be remembered between decisions because it cannot be seen: how earlier tries went.
 * Everything else is decided anew from what is observed.
 *
 * @param failures tries that failed in a row, whatever they tried
 * @param notBefore no new try before this moment
 * @param lastFailure what the last failed try said
 * @param failedTask what the last failed try was; empty text: none failed
 * @param compared the last comparison of timelines that still holds
 * @param rewinds tries of pg_rewind in a row
 * @param configured what was last written into the settings files of the running server
 * @param slots what the slots were last brought to
 * @param statusAt when the status key was last written
 * @param memberAt when this member's key was last written
 * @param unlockedSince since when no leader was seen
 * @param reinitializing an operator asked for a new copy, and the old data is still there
 * @param reinitFromLeader the new copy is to come from the leader
 * @param handedOver the server was stopped for a switchover and not started since
 * @param scheduledRestart a restart planned for later
 * @param bootstrapped the identity of the cluster this node has just created and not announced yet
 * @param slotsSeen slot name to when the member it belongs to was last in the DCS
 * @param primaryStarts when the primary was last started in place, oldest first
 * @param sync of synchronous replication
 * @param failsafe of going on without the DCS
 * @param releasing the revision of the leader key that a release was sent for, whose outcome may be
 *     unknown for long; 0: none
 * @param promotionPending PostgreSQL was told to promote itself, and nobody waited for the end
 */
public record Memory(
    int failures,
    Optional<Tick> notBefore,
    String lastFailure,
    String failedTask,
    Optional<Comparison> compared,
    int rewinds,
    Optional<Configured> configured,
    Optional<SlotPlan> slots,
    Optional<Tick> statusAt,
    Optional<Tick> memberAt,
    Optional<Tick> unlockedSince,
    boolean reinitializing,
    boolean reinitFromLeader,
    boolean handedOver,
    Optional<Member.ScheduledRestart> scheduledRestart,
    Optional<String> bootstrapped,
    Map<String, Tick> slotsSeen,
    List<Tick> primaryStarts,
    SyncMemory sync,
    FailsafeMemory failsafe,
    long releasing,
    boolean promotionPending) {

  public Memory {
    primaryStarts = List.copyOf(primaryStarts);
    slotsSeen = Map.copyOf(slotsSeen);
  }

  public static final Memory NOTHING =
      new Memory(
          0,
          Optional.empty(),
          "",
          "",
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          SyncMemory.NOTHING,
          FailsafeMemory.NOTHING,
          0,
          false);

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

  /** Whether tries are held back at {@code now} after a failure. */
  public boolean isBackingOff(Tick now) {
    return notBefore.filter(now::isBefore).isPresent();
  }

  /** Whether {@code task} failed last, and is not to be tried again yet. */
  boolean isBackingOffAfter(Class<? extends PostgresTask> task, Tick now) {
    return isBackingOff(now) && hasFailed(task);
  }

  /** Whether {@code task} is what failed last, and nothing has succeeded that makes up for it. */
  boolean hasFailed(Class<? extends PostgresTask> task) {
    return failedTask.equals(task.getSimpleName());
  }

  /** Another member leads: what failed under the old leader may succeed now. */
  public Memory withNewLeader() {
    Memory anew = rewinds == Integer.MAX_VALUE ? this : change().rewinds(0).done();
    return hasFailed(PostgresTask.Promote.class) ? anew : anew.change().failures(0).done();
  }

  /** What is remembered once {@code task} has ended with {@code result}. */
  public Memory after(PostgresTask task, TaskResult result, Tick now) {
    return MemoryRules.after(this, task, result, now);
  }

  /** What is remembered once {@code transaction} has been sent. */
  public Memory afterSending(Transaction transaction) {
    return MemoryRules.afterSending(this, transaction);
  }

  /** A copy to change. */
  Change change() {
    return new Change(this);
  }

  public Memory withStatusAt(Tick at) {
    return change().statusAt(at).done();
  }

  public Memory withMemberAt(Tick at) {
    return change().memberAt(at).done();
  }

  public Memory withReinitialize(boolean fromLeader) {
    return change().reinitializing(true).reinitFromLeader(fromLeader).failures(0).done();
  }

  public Memory withScheduledRestart(Optional<Member.ScheduledRestart> restart) {
    return change().scheduledRestart(restart).done();
  }

  /** Notes whose slots are needed now. */
  public Memory afterLookingAt(Cluster cluster, Tick now) {
    return MemoryRules.afterLookingAt(this, cluster, now);
  }

  /** Notes which names are in force, once no task that could change them is under way. */
  public Memory afterSeeing(ServerState server) {
    return server.running().map(r -> change().sync(sync.afterSeeing(r)).done()).orElse(this);
  }

  /** A write of the sync key may have happened, or may happen yet. */
  public Memory withSyncKeyInDoubt(long comparedRevision) {
    return change().sync(sync.withInDoubt(comparedRevision)).done();
  }

  public Memory withFailsafe(FailsafeMemory changed) {
    return change().failsafe(changed).done();
  }

  /** Forgets what was written, so that everything is written again. */
  public Memory withSettingsReloaded() {
    return change().configured(Optional.empty()).done();
  }

  /** A mutable copy, for rules that change several things. */
  static final class Change {
    private int failures;
    private Optional<Tick> notBefore;
    private String lastFailure;
    private String failedTask;
    private Optional<Comparison> compared;
    private int rewinds;
    private Optional<Configured> configured;
    private Optional<SlotPlan> slots;
    private Optional<Tick> statusAt;
    private Optional<Tick> memberAt;
    private Optional<Tick> unlockedSince;
    private boolean reinitializing;
    private boolean reinitFromLeader;
    private boolean handedOver;
    private Optional<Member.ScheduledRestart> scheduledRestart;
    private Optional<String> bootstrapped;
    private Map<String, Tick> slotsSeen;
    private List<Tick> primaryStarts;
    private SyncMemory sync;
    private FailsafeMemory failsafe;
    private long releasing;
    private boolean promotionPending;

    private Change(Memory m) {
      failures = m.failures;
      notBefore = m.notBefore;
      lastFailure = m.lastFailure;
      failedTask = m.failedTask;
      compared = m.compared;
      rewinds = m.rewinds;
      configured = m.configured;
      slots = m.slots;
      statusAt = m.statusAt;
      memberAt = m.memberAt;
      unlockedSince = m.unlockedSince;
      reinitializing = m.reinitializing;
      reinitFromLeader = m.reinitFromLeader;
      handedOver = m.handedOver;
      scheduledRestart = m.scheduledRestart;
      bootstrapped = m.bootstrapped;
      slotsSeen = m.slotsSeen;
      primaryStarts = m.primaryStarts;
      sync = m.sync;
      failsafe = m.failsafe;
      releasing = m.releasing;
      promotionPending = m.promotionPending;
    }

    /** Zero also ends the waiting that earlier failures imposed. */
    Change failures(int count) {
      failures = count;
      if (count == 0) {
        notBefore = Optional.empty();
        lastFailure = "";
        failedTask = "";
      }
      return this;
    }

    Change failed(Class<? extends PostgresTask> task, String message, Tick retryAt) {
      failures++;
      failedTask = task.getSimpleName();
      lastFailure = message;
      notBefore = Optional.of(retryAt);
      return this;
    }

    Change compared(Optional<Comparison> value) {
      compared = value;
      return this;
    }

    Change rewinds(int count) {
      rewinds = count;
      return this;
    }

    Change configured(Optional<Configured> value) {
      configured = value;
      return this;
    }

    Change slots(Optional<SlotPlan> value) {
      slots = value;
      return this;
    }

    Change statusAt(Tick at) {
      statusAt = Optional.of(at);
      return this;
    }

    Change memberAt(Tick at) {
      memberAt = Optional.of(at);
      return this;
    }

    Change unlockedSince(Optional<Tick> since) {
      unlockedSince = since;
      return this;
    }

    Change reinitializing(boolean value) {
      reinitializing = value;
      return this;
    }

    Change reinitFromLeader(boolean value) {
      reinitFromLeader = value;
      return this;
    }

    Change handedOver(boolean value) {
      handedOver = value;
      return this;
    }

    Change scheduledRestart(Optional<Member.ScheduledRestart> value) {
      scheduledRestart = value;
      return this;
    }

    Change bootstrapped(Optional<String> systemIdentifier) {
      bootstrapped = systemIdentifier;
      return this;
    }

    Change slotsSeen(Map<String, Tick> seen) {
      slotsSeen = seen;
      return this;
    }

    Change primaryStarts(List<Tick> value) {
      primaryStarts = value;
      return this;
    }

    Change sync(SyncMemory value) {
      sync = value;
      return this;
    }

    Change failsafe(FailsafeMemory value) {
      failsafe = value;
      return this;
    }

    Change releasing(long revision) {
      releasing = revision;
      return this;
    }

    Change promotionPending(boolean value) {
      promotionPending = value;
      return this;
    }

    /**
     * {@code task} has succeeded. A failed promotion stays known until one succeeds: that the
     * standby starts again says nothing about it.
     */
    Change succeeded(PostgresTask task) {
      boolean promotion = failedTask.equals(PostgresTask.Promote.class.getSimpleName());
      return promotion && !(task instanceof PostgresTask.Promote) ? this : failures(0);
    }

    Memory done() {
      return new Memory(
          failures,
          notBefore,
          lastFailure,
          failedTask,
          compared,
          rewinds,
          configured,
          slots,
          statusAt,
          memberAt,
          unlockedSince,
          reinitializing,
          reinitFromLeader,
          handedOver,
          scheduledRestart,
          bootstrapped,
          slotsSeen,
          primaryStarts,
          sync,
          failsafe,
          releasing,
          promotionPending);
    }
  }
}
