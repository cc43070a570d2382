package io.hactl.rest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import io.hactl.rest.json.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a member answers to {@code GET /patroni}; other versions' fields are ignored. */
final class PeerStatusJson {

  private PeerStatusJson() {}

  /**
   * Reads a status.
   *
   * @throws IOException if the body is not the status of a member
   */
  static PeerStatus read(byte[] body) throws IOException {
    JsonNode json = parse(body);
    if (!json.isObject() || !json.hasNonNull("state") || !json.path("patroni").isObject()) {
      throw new IOException("the answer is not the status of a member");
    }
    JsonNode wal = json.hasNonNull("wal") ? json.path("wal") : json.path("xlog");
    long location = wal.path("location").asLong(0);
    boolean primary =
        location != 0
            || MemberRole.of(json.path("role").asText("")).equals(Optional.of(MemberRole.PRIMARY));
    long replica =
        Math.max(wal.path("received_location").asLong(0), wal.path("replayed_location").asLong(0));
    return new PeerStatus(
        json.path("patroni").path("name").asText(""),
        json.path("state").asText("").equals(MemberState.RUNNING.text()) && wal.isObject(),
        !primary,
        json.path("timeline").asInt(0),
        new Lsn(primary ? location : replica),
        tags(json.path("tags")),
        json.path("watchdog_failed").asBoolean(false),
        syncStandby(json),
        faults(json.path("ailments")));
  }

  private static Set<String> faults(JsonNode json) {
    Set<String> kinds = new TreeSet<>();
    json.forEach(fault -> kinds.add(fault.path("kind").asText("unknown")));
    return kinds;
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return JsonText.read(body);
    } catch (JsonProcessingException e) {
      throw new IOException("the answer is not JSON", e);
    }
  }

  private static Optional<Boolean> syncStandby(JsonNode json) {
    boolean listed =
        json.path("sync_standby").asBoolean(false) || json.path("quorum_standby").asBoolean(false);
    return listed ? Optional.of(true) : Optional.empty();
  }

  private static Tags tags(JsonNode json) {
    Map<String, Object> values = new LinkedHashMap<>();
    json.properties()
        .forEach(
            tag -> {
              JsonNode value = tag.getValue();
              if (value.isBoolean()) {
                values.put(tag.getKey(), value.asBoolean());
              } else if (value.isIntegralNumber()) {
                values.put(tag.getKey(), value.asLong());
              } else if (value.isNumber()) {
                values.put(tag.getKey(), value.asDouble());
              } else if (!value.isNull()) {
                values.put(tag.getKey(), value.asText());
              }
            });
    return new Tags(values);
  }
}
