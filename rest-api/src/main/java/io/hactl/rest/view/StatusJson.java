package io.hactl.rest.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.config.SynchronousMode;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshot.Server;
import io.hactl.rest.node.NodeSnapshot.Walsender;
import io.hactl.text.IsoTime;
import java.util.Map;
import java.util.Optional;

/** The node's status, the body of {@code GET /patroni} and of every health check. */
public final class StatusJson {

  private record Rendered(NodeSnapshot of, byte[] bytes) {}

  private volatile Rendered last;

  /** The body for {@code node}; made once for each snapshot, as health checks come often. */
  public byte[] bytes(NodeSnapshot node) {
    Rendered rendered = last;
    if (rendered == null || rendered.of() != node) {
      rendered = new Rendered(node, JsonText.bytes(of(node)));
      last = rendered;
    }
    return rendered.bytes();
  }

  /** The status as a tree; the order of the fields is part of it. */
  static ObjectNode of(NodeSnapshot node) {
    ObjectNode json = JsonText.object();
    json.put("state", node.server().state().text());
    addServer(json, node);
    addSituation(json, node);
    json.put("dcs_last_seen", node.dcsLastSeen().getEpochSecond());
    if (!node.tags().values().isEmpty()) {
      json.set("tags", tags(node.tags().values()));
    }
    node.server().systemIdentifier().ifPresent(id -> json.put("database_system_identifier", id));
    if (node.pendingRestart()) {
      json.put("pending_restart", true);
      json.set("pending_restart_reason", pendingReason(node.pendingRestartReason()));
    }
    json.putObject("patroni")
        .put("version", node.version())
        .put("scope", node.scope())
        .put("name", node.name());
    node.scheduledRestart()
        .ifPresent(
            restart ->
                json.putObject("scheduled_restart")
                    .put("schedule", IsoTime.format(restart.schedule())));
    if (node.watchdogFailed()) {
      json.put("watchdog_failed", true);
    }
    if (!node.faults().isEmpty()) {
      // The name of the field stays, as members of other versions and scripts read it.
      ArrayNode faults = json.putArray("ailments");
      node.faults().forEach(fault -> faults.add(fault(fault)));
    }
    return json;
  }

  private static ObjectNode fault(NodeSnapshot.Fault fault) {
    return JsonText.object()
        .put("kind", fault.kind())
        .put("message", fault.message())
        .put("since", IsoTime.forPeople(fault.since()));
  }

  private static void addServer(ObjectNode json, NodeSnapshot node) {
    Server server = node.server();
    server
        .postmasterStartTime()
        .ifPresent(t -> json.put("postmaster_start_time", IsoTime.forPeople(t)));
    json.put("role", server.role().text());
    server.versionNumber().ifPresent(v -> json.put("server_version", v));
    addPositions(json, server);
    if (node.isSynchronousStandby()) {
      boolean quorum = node.config().synchronousMode() == SynchronousMode.QUORUM;
      json.put(quorum ? "quorum_standby" : "sync_standby", true);
    }
    server.timeline().ifPresent(t -> json.put("timeline", t));
    server.replicationState().ifPresent(s -> json.put("replication_state", s));
    if (!server.replication().isEmpty()) {
      ArrayNode senders = json.putArray("replication");
      server.replication().forEach(sender -> senders.add(walsender(sender)));
    }
  }

  private static void addPositions(ObjectNode json, Server server) {
    Optional<Lsn> received = server.received();
    if (server.role() == MemberRole.PRIMARY && server.writeLsn().isPresent()) {
      json.putObject("xlog").put("location", server.writeLsn().get().bytes());
    } else if (received.isPresent()) {
      ObjectNode positions = json.putObject("xlog");
      positions.put("received_location", received.get().bytes());
      positions.put("replayed_location", server.replayedLsn().orElse(Lsn.ZERO).bytes());
      positions.put("replayed_timestamp", server.replayedAt().map(IsoTime::forPeople).orElse(null));
      positions.put("paused", server.replayPaused());
    }
  }

  private static void addSituation(ObjectNode json, NodeSnapshot node) {
    if (node.paused()) {
      json.put("pause", true);
    }
    if (node.cluster().isUnlocked()) {
      json.put("cluster_unlocked", true);
    }
    if (node.failsafeActive()) {
      json.put("failsafe_mode_is_active", true);
    }
  }

  private static ObjectNode walsender(Walsender sender) {
    return JsonText.object()
        .put("usename", sender.user())
        .put("application_name", sender.applicationName())
        .put("client_addr", sender.clientAddress().orElse(null))
        .put("state", sender.state())
        .put("sync_state", sender.syncState())
        .put("sync_priority", sender.syncPriority());
  }

  static ObjectNode tags(Map<String, Object> tags) {
    ObjectNode json = JsonText.object();
    tags.forEach((name, value) -> json.putPOJO(name, value));
    return json;
  }

  static ObjectNode pendingReason(Map<String, Member.PendingChange> reasons) {
    ObjectNode json = JsonText.object();
    reasons.forEach(
        (parameter, change) ->
            json.putObject(parameter)
                .put("old_value", change.oldValue())
                .put("new_value", change.newValue()));
    return json;
  }
}
