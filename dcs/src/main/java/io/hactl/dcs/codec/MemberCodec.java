package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Tags;
import io.hactl.text.IsoTime;
import io.hactl.text.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A member's key. The order of the fields is Patroni's. */
final class MemberCodec {

  private MemberCodec() {}

  static Member read(String name, JsonNode json, KeySpace.Entry entry, List<String> problems) {
    Fields fields = new Fields(Keys.member(name), json, problems);
    return new Member(
        name,
        fields.text("conn_url"),
        fields.text("api_url"),
        fields.word("state", MemberState::of),
        fields.word("role", MemberRole::of),
        fields.text("version"),
        fields.lsn("xlog_location"),
        fields.lsn("receive_lsn"),
        fields.lsn("replay_lsn"),
        fields.text("replication_state"),
        fields.smallNumber("timeline"),
        tags(fields),
        fields.flag("pending_restart"),
        pendingRestartReason(fields),
        scheduledRestart(fields, problems, name),
        fields.flag("pause"),
        fields.text("proxy_url"),
        fields.flag("watchdog_failed"),
        own(fields, problems, name),
        faults(json.path("ailments")),
        entry.leaseId(),
        entry.modRevision());
  }

  /** Not in Patroni's keys, and missing where nothing is wrong. */
  private static List<String> faults(JsonNode json) {
    List<String> faults = new ArrayList<>();
    json.forEach(fault -> faults.add(fault.asText()));
    return faults;
  }

  private static Tags tags(Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    fields
        .object("tags")
        .ifPresent(
            tags -> {
              for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                tag(tag.getValue())
                    .ifPresentOrElse(
                        value -> values.put(tag.getKey(), value),
                        () -> fields.wrong("tags." + tag.getKey(), "text, a number or a boolean"));
              }
            });
    return new Tags(values);
  }

  private static Optional<Object> tag(JsonNode node) {
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Optional.of(node.longValue());
    }
    if (node.isNumber()) {
      return Optional.of(node.doubleValue());
    }
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private static Map<String, Member.PendingChange> pendingRestartReason(Fields fields) {
    Map<String, Member.PendingChange> reason = new LinkedHashMap<>();
    fields
        .object("pending_restart_reason")
        .ifPresent(
            changes -> {
              for (Map.Entry<String, JsonNode> change : changes.properties()) {
                JsonNode values = change.getValue();
                reason.put(
                    change.getKey(),
                    new Member.PendingChange(
                        values.path("old_value").asText(""), values.path("new_value").asText("")));
              }
            });
    return reason;
  }

  private static Optional<Member.ScheduledRestart> scheduledRestart(
      Fields fields, List<String> problems, String name) {
    return fields
        .object("scheduled_restart")
        .flatMap(
            json -> {
              Fields restart = new Fields(Keys.member(name), json, problems);
              return restart
                  .time("schedule")
                  .map(
                      at -> new Member.ScheduledRestart(at, restart.text("postmaster_start_time")));
            });
  }

  private static Member.Own own(Fields fields, List<String> problems, String name) {
    return fields
        .object("hactl")
        .map(json -> new Fields(Keys.member(name), json, problems))
        .map(
            own ->
                new Member.Own(
                    own.text("instance"),
                    own.smallNumber("set_aside_directories").orElse(0),
                    own.number("set_aside_bytes").orElse(0L),
                    own.text("problem"),
                    own.number("watchdog_margin_ms").map(Duration::ofMillis)))
        .orElse(Member.Own.NONE);
  }

  static ObjectNode write(Member member) {
    ObjectNode json = Json.object();
    member.connUrl().ifPresent(v -> json.put("conn_url", v));
    member.apiUrl().ifPresent(v -> json.put("api_url", v));
    member.state().ifPresent(v -> json.put("state", v.text()));
    member.role().ifPresent(v -> json.put("role", v.text()));
    member.version().ifPresent(v -> json.put("version", v));
    member.proxyUrl().ifPresent(v -> json.put("proxy_url", v));
    if (!member.tags().values().isEmpty()) {
      json.set("tags", writeTags(member.tags()));
    }
    writePendingRestart(member, json);
    member.xlogLocation().ifPresent(v -> json.put("xlog_location", v.bytes()));
    member.replayLsn().ifPresent(v -> json.put("replay_lsn", v.bytes()));
    member.receiveLsn().ifPresent(v -> json.put("receive_lsn", v.bytes()));
    member.replicationState().ifPresent(v -> json.put("replication_state", v));
    member.timeline().ifPresent(v -> json.put("timeline", v));
    member.scheduledRestart().ifPresent(v -> json.set("scheduled_restart", writeRestart(v)));
    if (member.pause()) {
      json.put("pause", true);
    }
    if (member.watchdogFailed()) {
      json.put("watchdog_failed", true);
    }
    if (!member.own().equals(Member.Own.NONE)) {
      writeOwn(member.own(), json.putObject("hactl"));
    }
    if (!member.faults().isEmpty()) {
      // The name of the field stays, as members of other versions and scripts read it.
      member.faults().forEach(json.putArray("ailments")::add);
    }
    return json;
  }

  private static void writeOwn(Member.Own own, ObjectNode json) {
    own.instance().ifPresent(v -> json.put("instance", v));
    if (own.asideDirectories() > 0) {
      json.put("set_aside_directories", own.asideDirectories());
      json.put("set_aside_bytes", own.asideBytes());
    }
    own.watchdogMargin().ifPresent(v -> json.put("watchdog_margin_ms", v.toMillis()));
    own.problem().ifPresent(v -> json.put("problem", v));
  }

  private static ObjectNode writeTags(Tags tags) {
    ObjectNode json = Json.object();
    tags.values()
        .forEach(
            (tag, value) -> {
              switch (value) {
                case Boolean b -> json.put(tag, b);
                case Integer i -> json.put(tag, i);
                case Long l -> json.put(tag, l);
                case Double d -> json.put(tag, d);
                default -> json.put(tag, String.valueOf(value));
              }
            });
    return json;
  }

  private static void writePendingRestart(Member member, ObjectNode json) {
    if (!member.pendingRestart()) {
      return;
    }
    json.put("pending_restart", true);
    if (!member.pendingRestartReason().isEmpty()) {
      ObjectNode reason = json.putObject("pending_restart_reason");
      new TreeMap<>(member.pendingRestartReason())
          .forEach(
              (parameter, change) ->
                  reason
                      .putObject(parameter)
                      .put("old_value", change.oldValue())
                      .put("new_value", change.newValue()));
    }
  }

  private static ObjectNode writeRestart(Member.ScheduledRestart restart) {
    ObjectNode json = Json.object().put("schedule", IsoTime.format(restart.schedule()));
    restart.postmasterStartTime().ifPresent(v -> json.put("postmaster_start_time", v));
    return json;
  }
}
