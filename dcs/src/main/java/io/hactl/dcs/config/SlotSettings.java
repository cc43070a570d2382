package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.settings.Origin;
import io.hactl.settings.Problems;
import io.hactl.text.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code slots} and {@code ignore_slots}. */
final class SlotSettings {

  private final Problems problems;

  SlotSettings(Problems problems) {
    this.problems = problems;
  }

  Map<String, PermanentSlot> permanent(JsonNode section) {
    Map<String, PermanentSlot> slots = new LinkedHashMap<>();
    section
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode json = entry.getValue();
              Optional<PermanentSlot.Type> type =
                  json.isObject() && !json.has("type")
                      ? Optional.of(implied(json))
                      : type(json.path("type"));
              if (type.isEmpty()) {
                wrong("slots." + name, "an object whose 'type' is physical or logical");
                return;
              }
              slots.put(
                  name,
                  new PermanentSlot(
                      name, type.get(), text(json, "database"), text(json, "plugin")));
            });
    return Collections.unmodifiableMap(slots);
  }

  private void wrong(String key, String expected) {
    problems.error(Origin.NONE, key, "must be " + expected);
  }

  /** Without a type, a slot with a database and a plugin is logical. */
  private static PermanentSlot.Type implied(JsonNode json) {
    return json.has("database") && json.has("plugin")
        ? PermanentSlot.Type.LOGICAL
        : PermanentSlot.Type.PHYSICAL;
  }

  List<SlotMatcher> ignored(JsonNode section) {
    List<SlotMatcher> matchers = new ArrayList<>();
    for (JsonNode json : section.isArray() ? section : Json.array()) {
      Optional<PermanentSlot.Type> type = type(json.path("type"));
      if (!json.isObject() || json.isEmpty() || json.has("type") && type.isEmpty()) {
        wrong("ignore_slots", "a list of objects with name, type, database or plugin throughout");
        continue;
      }
      matchers.add(
          new SlotMatcher(text(json, "name"), type, text(json, "database"), text(json, "plugin")));
    }
    return List.copyOf(matchers);
  }

  private static Optional<PermanentSlot.Type> type(JsonNode node) {
    return switch (node.asText("").toLowerCase(Locale.ROOT)) {
      case "physical" -> Optional.of(PermanentSlot.Type.PHYSICAL);
      case "logical" -> Optional.of(PermanentSlot.Type.LOGICAL);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }
}
