package io.hactl.dcs.cluster;

import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
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
 * @param own what only this agent says
 * @param faults what the member says is wrong with it, one word each: {@code disk_full}, …
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
    Own own,
    List<String> faults,
    long leaseId,
    long modRevision) {

  public Member {
    pendingRestartReason = Map.copyOf(pendingRestartReason);
    faults = List.copyOf(faults);
  }

  /**
   * What Patroni's agents neither write nor read, in the field {@code hactl} of the key.
   *
   * @param instance drawn once for a node, so that two with one name can be told apart
   * @param asideDirectories how many data directories and folders of lost WAL are kept beside the
   *     member's data
   * @param asideBytes how much they hold
   * @param watchdogMargin its {@code watchdog.safety_margin}, negative: half of the ttl; empty: no
   *     watchdog is used
   * @param problem what an operator has to do for this member, one sentence
   */
  public record Own(
      Optional<String> instance,
      int asideDirectories,
      long asideBytes,
      Optional<String> problem,
      Optional<Duration> watchdogMargin) {
    public static final Own NONE =
        new Own(Optional.empty(), 0, 0, Optional.empty(), Optional.empty());
  }

  /** A parameter that takes effect only after a restart. */
  public record PendingChange(String oldValue, String newValue) {}

  /**
   * @param schedule when, ISO 8601 with offset
   * @param postmasterStartTime the server it is meant for; a server started later is left alone
   */
  public record ScheduledRestart(OffsetDateTime schedule, Optional<String> postmasterStartTime) {}

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
