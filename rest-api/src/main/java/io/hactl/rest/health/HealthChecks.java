package io.hactl.rest.health;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.SynchronousMode;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshot.Server;
import io.hactl.text.Units;
import io.hactl.time.Tick;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a health check from a snapshot: 200 or 503, without asking anything else. A check passes
 * where Patroni lets it pass, with three differences, each on the safe side:
 *
 * <ul>
 *   <li>a snapshot that is too old to be believed passes no check (in pause, {@code /liveness}
 *       passes: the agent is not in charge then);
 *   <li>{@code /primary} and its like need the lease at this very moment and a server that has been
 *       promoted, so that no write reaches a server that is still read-only;
 *   <li>in pause a primary that the DCS knows as the leader passes without a lease that is fresh,
 *       as nobody may take its place then.
 * </ul>
 */
final class HealthChecks {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final NodeSnapshot node;
  private final Server server;
  private final DynamicConfig config;
  private final Query query;
  private final Tick now;

  private HealthChecks(NodeSnapshot node, Query query, Tick now) {
    this.node = node;
    this.server = node.server();
    this.config = node.config();
    this.query = query;
    this.now = now;
  }

  /** The HTTP status of {@code check}: 200 or 503. */
  static int statusOf(Check check, Query query, NodeSnapshot node, Tick now) {
    return new HealthChecks(node, query, now).passes(check) ? OK : UNAVAILABLE;
  }

  private boolean passes(Check check) {
    if (!node.isBelievable(now)) {
      return check == Check.LIVENESS && node.paused();
    }
    return holds(check) && (!check.honoursTags() || tagsMatch());
  }

  private boolean holds(Check check) {
    return switch (check) {
      case PRIMARY -> isPrimary();
      case LEADER -> isLeader();
      case STANDBY_LEADER -> isStandbyLeader();
      case REPLICA -> isReplica();
      case READ_ONLY -> isPrimary() || isStandbyLeader() || isReplica();
      case SYNC -> isReplica() && isListedIn(SynchronousMode.ON);
      case READ_ONLY_SYNC ->
          isPrimary() || isStandbyLeader() || isReplica() && isListedIn(SynchronousMode.ON);
      case QUORUM -> isReplica() && isListedIn(SynchronousMode.QUORUM);
      case READ_ONLY_QUORUM ->
          isPrimary() || isStandbyLeader() || isReplica() && isListedIn(SynchronousMode.QUORUM);
      case ASYNC -> isReplica() && !node.isSynchronousStandby();
      case HEALTH -> server.isRunning();
      case LIVENESS -> true;
      case READINESS -> isReady();
      case UNKNOWN -> false;
    };
  }

  private boolean isLeader() {
    return node.holdsLease(now)
        || node.paused() && node.cluster().isLeader(node.name()) && server.isRunning();
  }

  private boolean isPrimary() {
    return isLeader()
        && !config.isStandbyCluster()
        && (server.role() == MemberRole.PRIMARY || server.role() == MemberRole.PROMOTED);
  }

  private boolean isStandbyLeader() {
    return isLeader()
        && config.isStandbyCluster()
        && (server.role() == MemberRole.STANDBY_LEADER || server.role() == MemberRole.REPLICA);
  }

  private boolean isReplica() {
    boolean leadsStandbyCluster = config.isStandbyCluster() && isLeader();
    return server.isRunning()
        && server.role() == MemberRole.REPLICA
        && !leadsStandbyCluster
        && !node.tags().noloadbalance()
        && !lags(server.replayedLsn(), query.get("lag"), Long.MAX_VALUE)
        && matchesReplicationState();
  }

  private boolean matchesReplicationState() {
    Optional<String> wanted = query.get("replication_state");
    return wanted.isEmpty() || wanted.equals(server.replicationState());
  }

  private boolean isListedIn(SynchronousMode mode) {
    return config.synchronousMode() == mode && node.isSynchronousStandby();
  }

  private boolean isReady() {
    if (isLeader()) {
      return true;
    }
    boolean byWrite = query.get("mode").filter("write"::equals).isPresent();
    Optional<Lsn> position = byWrite ? server.received() : server.replayedLsn();
    return server.isRunning()
        && server.replicationState().filter("streaming"::equals).isPresent()
        && !lags(position, query.get("lag"), config.maximumLagOnFailover());
  }

  private boolean lags(Optional<Lsn> position, Optional<String> wanted, long otherwise) {
    long allowed = wanted.flatMap(Units::parseBytes).filter(size -> size >= 0).orElse(otherwise);
    Lsn leader = node.cluster().status().value().optime();
    return leader.minus(position.orElse(Lsn.ZERO)) > allowed;
  }

  private boolean tagsMatch() {
    for (Map.Entry<String, String> wanted : query.values().entrySet()) {
      if (wanted.getKey().startsWith("tag_")) {
        Object value = node.tags().values().get(wanted.getKey().substring("tag_".length()));
        if (value == null || !asText(value).equals(wanted.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private static String asText(Object tag) {
    return tag instanceof String text ? text : String.valueOf(tag).toLowerCase(Locale.ROOT);
  }
}
