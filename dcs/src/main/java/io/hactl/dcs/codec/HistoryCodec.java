package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.text.IsoTime;
import io.hactl.text.Json;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The history key: a list of {@code [timeline, lsn, reason, time, leader]}, the last two optional.
 */
final class HistoryCodec {

  private HistoryCodec() {}

  static TimelineHistory read(JsonNode json, List<String> problems) {
    List<TimelineHistory.Entry> entries = new ArrayList<>();
    int line = 0;
    for (JsonNode item : json) {
      line++;
      JsonNode timeline = item.path(0);
      JsonNode lsn = item.path(1);
      if (!timeline.isInt() || !lsn.isIntegralNumber() || !lsn.canConvertToLong()) {
        problems.add(
            "Key %s: entry %d does not begin with a timeline and a position and is ignored."
                .formatted(Keys.HISTORY, line));
        continue;
      }
      entries.add(
          new TimelineHistory.Entry(
              timeline.intValue(),
              new Lsn(lsn.longValue()),
              item.path(2).asText(""),
              time(item.path(3), line, problems),
              Optional.ofNullable(item.path(4).textValue())));
    }
    return new TimelineHistory(entries);
  }

  private static Optional<OffsetDateTime> time(JsonNode node, int line, List<String> problems) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(IsoTime.parse(node.textValue()));
    } catch (IllegalArgumentException e) {
      problems.add(
          "Key %s: entry %d has a time that cannot be read and is ignored."
              .formatted(Keys.HISTORY, line));
      return Optional.empty();
    }
  }

  static ArrayNode write(TimelineHistory history) {
    ArrayNode json = Json.array();
    for (TimelineHistory.Entry entry : history.entries()) {
      ArrayNode line =
          json.addArray().add(entry.timeline()).add(entry.switchLsn().bytes()).add(entry.reason());
      if (entry.time().isPresent() || entry.newLeader().isPresent()) {
        line.add(entry.time().map(IsoTime::format).orElse(null));
      }
      entry.newLeader().ifPresent(line::add);
    }
    return json;
  }
}
