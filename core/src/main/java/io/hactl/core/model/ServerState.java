package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.time.Tick;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.ConcreteSettersForOptionalMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The postmaster and what answers behind it. */
public sealed interface ServerState {

  /**
   * No postmaster.
   *
   * @param orphans whether processes that a dead postmaster left behind are still at work
   */
  record Stopped(boolean orphans) implements ServerState {}

  /** A postmaster runs and refuses connections: starting up, recovering, or shutting down. */
  record Starting(long pid, Tick since) implements ServerState {}

  /**
   * A postmaster runs and a new connection got no answer within its deadline.
   *
   * @param since since when
   */
  record Unresponsive(long pid, Tick since) implements ServerState {}

  /**
   * A server that answers.
   *
   * @param inRecovery whether it is a standby
   * @param versionNumber as {@code server_version_num}
   * @param timeline of the write position on a primary; of what is received or replayed on a
   *     standby
   * @param writeLsn on a primary, else zero
   * @param receivedLsn on a standby: last received, zero if nothing was received since the start
   * @param replayedLsn on a standby
   * @param streaming whether a WAL receiver is streaming
   * @param upstream host and port in {@code primary_conninfo}, if any
   * @param slots physical slots by name
   * @param walsenders who replicates from here
   * @param synchronousStandbyNames {@code synchronous_standby_names} as it is in force
   */
  @RecordBuilder
  @RecordBuilder.Options(
      buildMethodName = "done",
      prefixEnclosingClassNames = false,
      enableWither = false,
      addConcreteSettersForOptional = ConcreteSettersForOptionalMode.ENABLED)
  record Running(
      long pid,
      Instant startTime,
      boolean inRecovery,
      int versionNumber,
      int timeline,
      Lsn writeLsn,
      Lsn receivedLsn,
      Lsn replayedLsn,
      Optional<Instant> replayedAt,
      boolean replayPaused,
      boolean streaming,
      boolean inArchiveRecovery,
      Optional<Upstream> upstream,
      Map<String, Slot> slots,
      List<Walsender> walsenders,
      Map<String, Member.PendingChange> pendingRestart,
      String synchronousStandbyNames)
      implements ServerState {

    public Running {
      slots = Map.copyOf(slots);
      walsenders = List.copyOf(walsenders);
      pendingRestart = Map.copyOf(pendingRestart);
    }

    /** A server of which nothing is known: no WAL, no slot, nobody who replicates from it. */
    public static RunningBuilder builder() {
      return RunningBuilder.builder()
          .writeLsn(Lsn.ZERO)
          .receivedLsn(Lsn.ZERO)
          .replayedLsn(Lsn.ZERO)
          .slots(Map.of())
          .walsenders(List.of())
          .pendingRestart(Map.of())
          .synchronousStandbyNames("");
    }

    /** A copy to change. */
    public RunningBuilder change() {
      return RunningBuilder.builder(this);
    }

    /** How far this server's WAL goes. */
    public Lsn position() {
      return inRecovery ? Lsn.max(receivedLsn, replayedLsn) : writeLsn;
    }
  }

  /** A physical replication slot. */
  record Slot(boolean active, Optional<Lsn> restartLsn) {}

  /**
   * A row of {@code pg_stat_replication}.
   *
   * @param flushLsn what the other side has on disk; zero: it has not said
   */
  record Walsender(
      String user,
      String applicationName,
      Optional<String> clientAddress,
      String state,
      String syncState,
      int syncPriority,
      Lsn flushLsn) {

    /** A receiver that has not said what it has on disk. */
    public Walsender(
        String user,
        String applicationName,
        Optional<String> clientAddress,
        String state,
        String syncState,
        int syncPriority) {
      this(user, applicationName, clientAddress, state, syncState, syncPriority, Lsn.ZERO);
    }
  }

  default boolean isStopped() {
    return this instanceof Stopped;
  }

  /** The running server, if it answers. */
  default Optional<Running> running() {
    return this instanceof Running r ? Optional.of(r) : Optional.empty();
  }

  default boolean isPrimary() {
    return this instanceof Running r && !r.inRecovery();
  }

  default boolean isStandby() {
    return this instanceof Running r && r.inRecovery();
  }
}
