package io.hactl.rest.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.view.ClusterView.MemberView;
import io.hactl.rest.view.ClusterView.Position;
import io.hactl.text.IsoTime;

/** The bodies of {@code GET /cluster} and {@code GET /history}. */
public final class ClusterJson {

  private ClusterJson() {}

  /** The cluster; the order of the fields is part of it. */
  public static ObjectNode of(ClusterView view) {
    ObjectNode json = JsonText.object();
    ArrayNode members = json.putArray("members");
    view.members().forEach(member -> members.add(member(member)));
    if (view.paused()) {
      json.put("pause", true);
    }
    view.scheduledSwitchover()
        .ifPresent(
            planned -> {
              ObjectNode switchover = json.putObject("scheduled_switchover");
              switchover.put("at", IsoTime.format(planned.at()));
              planned.from().ifPresent(from -> switchover.put("from", from));
              planned.to().ifPresent(to -> switchover.put("to", to));
            });
    return json.put("scope", view.scope());
  }

  private static ObjectNode member(MemberView member) {
    ObjectNode json = JsonText.object();
    json.put("name", member.name());
    json.put("role", member.role().text());
    json.put("state", member.state());
    json.put("api_url", member.apiUrl().orElse(null));
    member
        .endpoint()
        .ifPresent(endpoint -> json.put("host", endpoint.host()).put("port", endpoint.port()));
    member.timeline().ifPresent(timeline -> json.put("timeline", timeline));
    if (member.pendingRestart()) {
      json.put("pending_restart", true);
    }
    if (!member.pendingRestartReason().isEmpty()) {
      json.set("pending_restart_reason", StatusJson.pendingReason(member.pendingRestartReason()));
    }
    member
        .scheduledRestart()
        .ifPresent(
            restart -> {
              ObjectNode planned = json.putObject("scheduled_restart");
              planned.put("schedule", IsoTime.format(restart.schedule()));
              restart
                  .postmasterStartTime()
                  .ifPresent(start -> planned.put("postmaster_start_time", start));
            });
    if (!member.tags().values().isEmpty()) {
      json.set("tags", StatusJson.tags(member.tags().values()));
    }
    if (!member.faults().isEmpty()) {
      // The name of the field stays, as scripts read it.
      member.faults().forEach(json.putArray("ailments")::add);
    }
    if (!member.role().leads()) {
      addPosition(json, "receive_", member.receive());
      addPosition(json, "replay_", member.replay());
      addPosition(json, "", member.latest());
    }
    return json;
  }

  private static void addPosition(ObjectNode json, String prefix, Position position) {
    if (position.lsn().isEmpty() || position.lag().isEmpty()) {
      json.put(prefix + "lag", "unknown").put(prefix + "lsn", "unknown");
    } else {
      json.put(prefix + "lag", position.lag().getAsLong());
      json.put(prefix + "lsn", position.lsn().get().toString());
    }
  }

  /** The history: a list of {@code [timeline, LSN in bytes, reason, time, new leader]}. */
  public static ArrayNode of(TimelineHistory history) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (TimelineHistory.Entry entry : history.entries()) {
      ArrayNode line = json.addArray();
      line.add(entry.timeline()).add(entry.switchLsn().bytes()).add(entry.reason());
      entry.time().ifPresent(time -> line.add(IsoTime.format(time)));
      entry.newLeader().ifPresent(line::add);
    }
    return json;
  }
}
