package io.hactl.simulation.setting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.Chance;
import java.util.List;

/** Permanent slots: a third of all seeds have some. */
public final class SlotDraw {

  /** What permanent slots are called; each has a consumer of its own. */
  public static final List<String> NAMES = List.of("reader1", "reader2", "reader3");

  private SlotDraw() {}

  static DynamicConfig config(Chance chance) {
    return chance.hits(0.33) ? with(1 + chance.below(2)) : DynamicConfig.EMPTY;
  }

  /** The first so many. */
  public static DynamicConfig with(int count) {
    ObjectNode slots = JsonNodeFactory.instance.objectNode();
    NAMES.subList(0, count).forEach(name -> slots.set(name, physical()));
    return DynamicConfig.parse(change(slots).toString());
  }

  /** The change that adds one. */
  public static ObjectNode added(String name) {
    return change(JsonNodeFactory.instance.objectNode().set(name, physical()));
  }

  /** The change that takes one away. */
  public static ObjectNode removed(String name) {
    return change(JsonNodeFactory.instance.objectNode().putNull(name));
  }

  private static ObjectNode change(ObjectNode slots) {
    return JsonNodeFactory.instance.objectNode().set("slots", slots);
  }

  private static ObjectNode physical() {
    return JsonNodeFactory.instance.objectNode().put("type", "physical");
  }
}
