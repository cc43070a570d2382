package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code slots} and {@code ignore_slots}. */
final class SlotSettings {

  private SlotSettings() {}

  static Map<String, PermanentSlot> permanent(SectionReader root) {
    Map<String, PermanentSlot> slots = new LinkedHashMap<>();
    root.objects("slots")
        .forEach(
            (name, json) -> {
              Optional<PermanentSlot.Type> type =
                  json.isObject() && !json.has("type")
                      ? Optional.of(implied(json))
                      : type(json.path("type"));
              if (type.isEmpty()) {
                root.wrong("slots." + name, "an object whose 'type' is physical or logical");
                return;
              }
              slots.put(
                  name,
                  new PermanentSlot(
                      name, type.get(), text(json, "database"), text(json, "plugin")));
            });
    return slots;
  }

  /** Without a type, a slot with a database and a plugin is logical. */
  private static PermanentSlot.Type implied(JsonNode json) {
    return json.has("database") && json.has("plugin")
        ? PermanentSlot.Type.LOGICAL
        : PermanentSlot.Type.PHYSICAL;
  }

  static List<SlotMatcher> ignored(SectionReader root) {
    List<SlotMatcher> matchers = new ArrayList<>();
    for (JsonNode json : root.list("ignore_slots")) {
      Optional<PermanentSlot.Type> type = type(json.path("type"));
      if (!json.isObject() || json.isEmpty() || json.has("type") && type.isEmpty()) {
        root.wrong(
            "ignore_slots", "a list of objects with name, type, database or plugin throughout");
        continue;
      }
      matchers.add(
          new SlotMatcher(text(json, "name"), type, text(json, "database"), text(json, "plugin")));
    }
    return matchers;
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
