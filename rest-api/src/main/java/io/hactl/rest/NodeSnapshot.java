package io.hactl.rest;

import io.hactl.dcs.Cluster;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Member;
import io.hactl.dcs.MemberRole;
import io.hactl.dcs.MemberState;
import io.hactl.dcs.Tags;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import io.soabase.recordbuilder.core.RecordBuilder;
import io.soabase.recordbuilder.core.RecordBuilder.ConcreteSettersForOptionalMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one agent knew after its last turn: all that REST answers from. Published by the agent's
 * loop, never changed.
 *
 * @param takenAt when the loop published it
 * @param believableUntil after this moment the loop counts as stuck and health checks answer 503
 * @param leaseUntil the local deadline of the leader lease while this node holds it
 * @param cluster the DCS as last seen
 * @param config the dynamic configuration in force
 * @param dcsLastSeen wall-clock time of the last successful contact with the DCS
 * @param failsafeActive whether the leader goes on without the DCS
 * @param ailments what is wrong with this node though its agent works
 * @param spaces the file systems of its data, as last measured
 * @param reason what the agent is doing and why, one sentence
 */
@RecordBuilder
@RecordBuilder.Options(
    buildMethodName = "done",
    prefixEnclosingClassNames = false,
    enableWither = false,
    addConcreteSettersForOptional = ConcreteSettersForOptionalMode.ENABLED)
public record NodeSnapshot(
    String scope,
    String name,
    String version,
    Tick takenAt,
    Tick believableUntil,
    Optional<Tick> leaseUntil,
    Server server,
    Cluster cluster,
    DynamicConfig config,
    Tags tags,
    Instant dcsLastSeen,
    boolean paused,
    boolean failsafeActive,
    boolean pendingRestart,
    Map<String, Member.PendingChange> pendingRestartReason,
    Optional<Member.ScheduledRestart> scheduledRestart,
    boolean watchdogFailed,
    List<Ailment> ailments,
    List<Space> spaces,
    String reason) {

  public NodeSnapshot {
    pendingRestartReason = Map.copyOf(pendingRestartReason);
    ailments = List.copyOf(ailments);
    spaces = List.copyOf(spaces);
  }

  /**
   * Something that is wrong.
   *
   * @param kind one word: {@code disk_full}, {@code storage_hangs}, …
   * @param message what, where, in one sentence without a full stop
   */
  public record Ailment(String kind, String message, Instant since) {}

  /**
   * A file system.
   *
   * @param place {@code data} or {@code pg_wal}
   * @param freeBytes for the server's user
   */
  public record Space(String place, long freeBytes) {}

  /**
   * The PostgreSQL server beside the agent.
   *
   * @param versionNumber as {@code server_version_num}, 180006
   * @param writeLsn on a primary
   * @param receivedLsn on a replica
   * @param replayedLsn on a replica
   * @param replayedAt commit time of the last replayed transaction
   * @param replayPaused whether replay was paused by hand
   * @param replicationState {@code streaming}, {@code in archive recovery}
   * @param replication the walsenders of this server
   */
  @RecordBuilder
  @RecordBuilder.Options(
      buildMethodName = "done",
      prefixEnclosingClassNames = false,
      enableWither = false,
      addConcreteSettersForOptional = ConcreteSettersForOptionalMode.ENABLED)
  public record Server(
      MemberState state,
      MemberRole role,
      Optional<Instant> postmasterStartTime,
      Optional<Integer> versionNumber,
      Optional<String> systemIdentifier,
      Optional<Integer> timeline,
      Optional<Lsn> writeLsn,
      Optional<Lsn> receivedLsn,
      Optional<Lsn> replayedLsn,
      Optional<Instant> replayedAt,
      boolean replayPaused,
      Optional<String> replicationState,
      List<Walsender> replication) {

    public Server {
      replication = List.copyOf(replication);
    }

    public boolean isRunning() {
      return state == MemberState.RUNNING;
    }
  }

  /** A row of {@code pg_stat_replication}. */
  public record Walsender(
      String user,
      String applicationName,
      Optional<String> clientAddress,
      String state,
      String syncState,
      int syncPriority) {}

  /**
   * The same for somebody who asks where the server is by now, while it gives no answer: a standby
   * says nothing of its position. The last one known may lie behind what it has acknowledged since,
   * and an election would take it for one that nobody needs to wait for.
   */
  public NodeSnapshot withoutStandbyPosition() {
    return NodeSnapshotBuilder.builder(this)
        .server(
            ServerBuilder.builder(server)
                .receivedLsn(Optional.empty())
                .replayedLsn(Optional.empty())
                .done())
        .done();
  }

  /** Whether this node holds the leader lease at {@code now}, by its own clock. */
  public boolean holdsLease(Tick now) {
    return leaseUntil.filter(now::isBefore).isPresent();
  }
}
