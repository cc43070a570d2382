package io.hactl.rest;

import io.hactl.dcs.Lsn;
import io.hactl.dcs.MemberRole;
import io.hactl.dcs.MemberState;
import io.hactl.dcs.config.SynchronousMode;
import io.hactl.rest.NodeSnapshot.Server;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The metrics that existing dashboards and alerts know, in the text format of Prometheus. Names,
 * descriptions, types and the order of the labels are fixed; a metrics library would change them
 * (it appends {@code _total} to counters and sorts labels).
 */
final class ContractMetrics {

  private static final String STATES =
      Arrays.stream(MemberState.values())
          .map(state -> state.number() + "=" + state.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  private final StringBuilder out = new StringBuilder(6000);
  private final String labels;

  private ContractMetrics(NodeSnapshot node) {
    this.labels =
        "{scope=\"%s\",name=\"%s\"} ".formatted(escape(node.scope()), escape(node.name()));
  }

  static String of(NodeSnapshot node) {
    ContractMetrics metrics = new ContractMetrics(node);
    metrics.role(node);
    metrics.wal(node.server());
    metrics.situation(node);
    return metrics.out.toString();
  }

  private void role(NodeSnapshot node) {
    Server server = node.server();
    boolean standby = HealthChecks.isSynchronousStandby(node);
    boolean quorum = node.config().synchronousMode() == SynchronousMode.QUORUM;
    gauge("version", "Patroni semver without periods.", semver(node.version()));
    flag("postgres_running", "Value is 1 if Postgres is running, 0 otherwise.", server.isRunning());
    gauge(
        "postmaster_start_time",
        "Epoch seconds since Postgres started.",
        epoch(server.postmasterStartTime()));
    flag(
        "primary",
        "Value is 1 if this node is the leader, 0 otherwise.",
        server.role() == MemberRole.PRIMARY);
    counter(
        "xlog_location",
        "Current location of the Postgres transaction log, 0 if this node is not the leader.",
        server.role() == MemberRole.PRIMARY ? server.writeLsn() : Optional.empty());
    flag(
        "standby_leader",
        "Value is 1 if this node is the standby_leader, 0 otherwise.",
        server.role() == MemberRole.STANDBY_LEADER);
    flag(
        "replica",
        "Value is 1 if this node is a replica, 0 otherwise.",
        server.role() == MemberRole.REPLICA);
    flag(
        "sync_standby",
        "Value is 1 if this node is a sync standby, 0 otherwise.",
        standby && !quorum);
    flag(
        "quorum_standby",
        "Value is 1 if this node is a quorum standby, 0 otherwise.",
        standby && quorum);
  }

  private void wal(Server server) {
    boolean primary = server.role() == MemberRole.PRIMARY;
    Optional<String> replication = server.replicationState();
    counter(
        "xlog_received_location",
        "Current location of the received Postgres transaction log, 0 if this node is not a"
            + " replica.",
        primary ? Optional.empty() : HealthChecks.received(server));
    counter(
        "xlog_replayed_location",
        "Current location of the replayed Postgres transaction log, 0 if this node is not a"
            + " replica.",
        primary ? Optional.empty() : server.replayedLsn());
    gauge(
        "xlog_replayed_timestamp",
        "Current timestamp of the replayed Postgres transaction log, 0 if null.",
        primary ? "0" : epoch(server.replayedAt()));
    flag(
        "xlog_paused",
        "Value is 1 if the Postgres xlog is paused, 0 otherwise.",
        server.replayPaused());
    flag(
        "postgres_streaming",
        "Value is 1 if Postgres is streaming, 0 otherwise.",
        replication.filter("streaming"::equals).isPresent());
    flag(
        "postgres_in_archive_recovery",
        "Value is 1 if Postgres is replicating from archive, 0 otherwise.",
        replication.filter("in archive recovery"::equals).isPresent());
    gauge(
        "postgres_server_version",
        "Version of Postgres (if running), 0 otherwise.",
        String.valueOf(server.isRunning() ? server.versionNumber().orElse(0) : 0));
  }

  private void situation(NodeSnapshot node) {
    flag(
        "cluster_unlocked",
        "Value is 1 if the cluster is unlocked, 0 if locked.",
        node.cluster().isUnlocked());
    flag(
        "failsafe_mode_is_active",
        "Value is 1 if failsafe mode is active, 0 if inactive.",
        node.failsafeActive());
    gauge(
        "postgres_timeline",
        "Postgres timeline of this node (if running), 0 otherwise.",
        String.valueOf(node.server().timeline().orElse(0)));
    gauge(
        "dcs_last_seen",
        "Epoch timestamp when DCS was last contacted successfully by Patroni.",
        String.valueOf(node.dcsLastSeen().getEpochSecond()));
    flag(
        "pending_restart",
        "Value is 1 if the node needs a restart, 0 otherwise.",
        node.pendingRestart());
    flag("is_paused", "Value is 1 if auto failover is disabled, 0 otherwise.", node.paused());
    gauge(
        "postgres_state",
        "Numeric representation of Postgres state.\n# Values: " + STATES,
        String.valueOf(node.server().state().number()));
  }

  private void flag(String name, String help, boolean value) {
    gauge(name, help, value ? "1" : "0");
  }

  private void counter(String name, String help, Optional<Lsn> value) {
    metric(name, help, "counter", Long.toUnsignedString(value.map(Lsn::bytes).orElse(0L)));
  }

  private void gauge(String name, String help, String value) {
    metric(name, help, "gauge", value);
  }

  private void metric(String name, String help, String type, String value) {
    String full = "patroni_" + name;
    out.append("# HELP ").append(full).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(full).append(' ').append(type).append('\n');
    out.append(full).append(labels).append(value).append('\n');
  }

  /** {@code 4.1.5} becomes {@code 040105}. */
  private static String semver(String version) {
    String numbers = version.replaceAll("[^0-9.].*$", "");
    String padded =
        Arrays.stream(numbers.split("\\."))
            .map(part -> part.length() < 2 ? "0" + part : part)
            .collect(Collectors.joining());
    return padded.matches("\\d+") ? padded : "0";
  }

  private static String epoch(Optional<Instant> time) {
    return time.map(
            t ->
                BigDecimal.valueOf(t.getEpochSecond())
                    .add(BigDecimal.valueOf(t.getNano() / 1000, 6))
                    .stripTrailingZeros()
                    .toPlainString())
        .orElse("0");
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
