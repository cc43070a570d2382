package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Tags;
import io.hactl.settings.Section;
import io.hactl.settings.SettingsNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code tags}: the known ones checked, own ones as they are. */
final class TagsReader {

  private static final List<String> SWITCHES =
      List.of("nofailover", "noloadbalance", "clonefrom", "nosync", "nostream");
  private static final List<String> PRIORITIES = List.of("failover_priority", "sync_priority");

  private final Section section;

  TagsReader(Section section) {
    this.section = section;
  }

  /**
   * As Patroni publishes them: a known tag that is off is left out, unless a priority beside it
   * would then mean something else.
   */
  Tags read() {
    section.allowOwnKeys();
    Map<String, Object> tags = new LinkedHashMap<>();
    for (String key : section.keys()) {
      value(key).filter(value -> isTold(key, value)).ifPresent(value -> tags.put(key, value));
    }
    SWITCHES.forEach(section::has);
    PRIORITIES.forEach(section::has);
    section.has("replicatefrom");
    return new Tags(tags);
  }

  private boolean isTold(String key, Object value) {
    boolean beforePriority =
        key.equals("nofailover") && section.has("failover_priority")
            || key.equals("nosync") && section.has("sync_priority");
    return !SWITCHES.contains(key) || Boolean.TRUE.equals(value) || beforePriority;
  }

  private Optional<Object> value(String key) {
    if (SWITCHES.contains(key)) {
      return section.bool(key).map(Object.class::cast);
    }
    if (PRIORITIES.contains(key)) {
      return section
          .parsed(key, TagsReader::wholeNumber, "is not a whole number", "write one such as 1")
          .map(Object.class::cast);
    }
    if (key.equals("replicatefrom")) {
      return section.text(key).map(Object.class::cast);
    }
    if (section.peek(key).isEmpty()) {
      return Optional.empty();
    }
    if (section.peek(key).filter(Scalar.class::isInstance).isEmpty()) {
      section.error(key, "is not a single value", "write a text, a number, true or false");
      return Optional.empty();
    }
    return section.peek(key).map(node -> plain(node.toJson()));
  }

  private static Optional<Long> wholeNumber(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Object plain(JsonNode json) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isIntegralNumber()) {
      return json.longValue();
    }
    return json.isNumber() ? (Object) json.doubleValue() : json.asText();
  }
}
