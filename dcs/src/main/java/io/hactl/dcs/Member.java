package io.hactl.dcs;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a member last wrote of itself.
 *
 * @param name the member's name, from the key
 * @param connUrl {@code postgres://host:port/database}
 * @param apiUrl where its REST API answers, ending in {@code /patroni}
 * @param version the version of its agent
 * @param xlogLocation the larger of received and replayed on a replica; the write position on a
 *     primary
 * @param receiveLsn what a replica has received
 * @param replayLsn what a replica has replayed
 * @param replicationState {@code streaming} or {@code in archive recovery}
 * @param pendingRestartReason parameter to old and new value, as {@link PendingChange}
 * @param scheduledRestart a restart planned for later
 * @param pause whether the member has seen that the cluster is paused
 * @param ailments what the member says is wrong with it, one word each: {@code disk_full}, …
 * @param leaseId the member's session
 * @param modRevision the revision of the last write
 */
public record Member(
    String name,
    Optional<String> connUrl,
    Optional<String> apiUrl,
    Optional<MemberState> state,
    Optional<MemberRole> role,
    Optional<String> version,
    Optional<Lsn> xlogLocation,
    Optional<Lsn> receiveLsn,
    Optional<Lsn> replayLsn,
    Optional<String> replicationState,
    Optional<Integer> timeline,
    Tags tags,
    boolean pendingRestart,
    Map<String, PendingChange> pendingRestartReason,
    Optional<ScheduledRestart> scheduledRestart,
    boolean pause,
    Optional<String> proxyUrl,
    boolean watchdogFailed,
    List<String> ailments,
    long leaseId,
    long modRevision) {

  public Member {
    pendingRestartReason = Map.copyOf(pendingRestartReason);
    ailments = List.copyOf(ailments);
  }

  /** A member that is well. */
  public Member(
      String name,
      Optional<String> connUrl,
      Optional<String> apiUrl,
      Optional<MemberState> state,
      Optional<MemberRole> role,
      Optional<String> version,
      Optional<Lsn> xlogLocation,
      Optional<Lsn> receiveLsn,
      Optional<Lsn> replayLsn,
      Optional<String> replicationState,
      Optional<Integer> timeline,
      Tags tags,
      boolean pendingRestart,
      Map<String, PendingChange> pendingRestartReason,
      Optional<ScheduledRestart> scheduledRestart,
      boolean pause,
      Optional<String> proxyUrl,
      boolean watchdogFailed,
      long leaseId,
      long modRevision) {
    this(
        name,
        connUrl,
        apiUrl,
        state,
        role,
        version,
        xlogLocation,
        receiveLsn,
        replayLsn,
        replicationState,
        timeline,
        tags,
        pendingRestart,
        pendingRestartReason,
        scheduledRestart,
        pause,
        proxyUrl,
        watchdogFailed,
        List.of(),
        leaseId,
        modRevision);
  }

  /** A parameter that takes effect only after a restart. */
  public record PendingChange(String oldValue, String newValue) {}

  /**
   * @param schedule when, ISO 8601 with offset
   * @param postmasterStartTime the server it is meant for; a server started later is left alone
   */
  public record ScheduledRestart(
      java.time.OffsetDateTime schedule, Optional<String> postmasterStartTime) {}

  public boolean isRunning() {
    return state.filter(s -> s == MemberState.RUNNING).isPresent();
  }

  /** Host and port out of {@link #connUrl}; empty if it is missing or malformed. */
  public Optional<Endpoint> endpoint() {
    return connUrl.flatMap(
        url -> {
          try {
            URI uri = URI.create(url);
            String host = uri.getHost();
            if (host == null) {
              return Optional.empty();
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return Optional.of(new Endpoint(bare, uri.getPort() < 0 ? 5432 : uri.getPort()));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  /** Where a server listens. */
  public record Endpoint(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
