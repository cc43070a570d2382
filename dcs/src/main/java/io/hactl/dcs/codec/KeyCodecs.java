package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.text.IsoTime;
import io.hactl.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The small keys: status, sync, failover and failsafe. */
final class KeyCodecs {

  private KeyCodecs() {}

  static Status readStatus(JsonNode json, List<String> problems) {
    Fields fields = new Fields(Keys.STATUS, json, problems);
    Map<String, Lsn> slots = new LinkedHashMap<>();
    fields
        .object("slots")
        .ifPresent(
            object -> {
              for (Map.Entry<String, JsonNode> slot : object.properties()) {
                Long position = Fields.wholeNumber(slot.getValue());
                if (position == null) {
                  fields.wrong("slots." + slot.getKey(), "a whole number");
                } else {
                  slots.put(slot.getKey(), new Lsn(position));
                }
              }
            });
    return new Status(fields.lsn("optime").orElse(Lsn.ZERO), slots, texts(fields, "retain_slots"));
  }

  static ObjectNode write(Status status) {
    ObjectNode json = Json.object().put("optime", status.optime().bytes());
    if (!status.slots().isEmpty()) {
      ObjectNode slots = json.putObject("slots");
      status.slots().forEach((name, lsn) -> slots.put(name, lsn.bytes()));
    }
    if (!status.retainSlots().isEmpty()) {
      ArrayNode retained = json.putArray("retain_slots");
      status.retainSlots().forEach(retained::add);
    }
    return json;
  }

  static SyncState readSync(JsonNode json, List<String> problems) {
    Fields fields = new Fields(Keys.SYNC, json, problems);
    SequencedSet<String> standbys = new LinkedHashSet<>();
    fields
        .text("sync_standby")
        .ifPresent(
            names -> {
              for (String name : names.split(",")) {
                if (!name.isBlank()) {
                  standbys.add(name.trim());
                }
              }
            });
    return new SyncState(
        notEmpty(fields.text("leader")), standbys, fields.smallNumber("quorum").orElse(0));
  }

  static ObjectNode write(SyncState sync) {
    return Json.object()
        .put("leader", sync.leader().orElse(null))
        .put("quorum", sync.quorum())
        .put("sync_standby", sync.standbys().isEmpty() ? null : String.join(",", sync.standbys()));
  }

  static Failover readFailover(JsonNode json, List<String> problems) {
    Fields fields = new Fields(Keys.FAILOVER, json, problems);
    int before = problems.size();
    Failover failover =
        new Failover(
            notEmpty(fields.text("leader")),
            notEmpty(fields.text("member")),
            fields.time("scheduled_at"));
    // A request that is only half understood would do something else than was asked for, at once.
    return problems.size() == before ? failover : Failover.NONE;
  }

  static ObjectNode write(Failover failover) {
    ObjectNode json = Json.object();
    failover.leader().ifPresent(v -> json.put("leader", v));
    failover.candidate().ifPresent(v -> json.put("member", v));
    failover.scheduledAt().ifPresent(v -> json.put("scheduled_at", IsoTime.format(v)));
    return json;
  }

  static Failsafe readFailsafe(JsonNode json, List<String> problems) {
    Fields fields = new Fields(Keys.FAILSAFE, json, problems);
    Map<String, String> members = new LinkedHashMap<>();
    for (String name : (Iterable<String>) json::fieldNames) {
      fields.text(name).ifPresent(url -> members.put(name, url));
    }
    return new Failsafe(members);
  }

  static ObjectNode write(Failsafe failsafe) {
    ObjectNode json = Json.object();
    failsafe.members().forEach(json::put);
    return json;
  }

  private static List<String> texts(Fields fields, String field) {
    List<String> texts = new ArrayList<>();
    fields
        .list(field)
        .ifPresent(
            list -> {
              for (JsonNode item : list) {
                if (item.isTextual()) {
                  texts.add(item.textValue());
                } else {
                  fields.wrong(field, "a list of texts throughout");
                }
              }
            });
    return texts;
  }

  private static Optional<String> notEmpty(Optional<String> text) {
    return text.filter(t -> !t.isEmpty());
  }
}
