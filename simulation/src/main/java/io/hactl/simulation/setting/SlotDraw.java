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

  /** More than the loads in a moment, so that who lacks one may lead. */
  private static final long LAG = 1L << 32;

  private SlotDraw() {}

  static DynamicConfig config(Chance chance) {
    return chance.hits(0.33) ? with(1 + chance.below(2)) : DynamicConfig.EMPTY;
  }

  /** The first so many. */
  public static DynamicConfig with(int count) {
    ObjectNode slots = JsonNodeFactory.instance.objectNode();
    NAMES.subList(0, count).forEach(name -> slots.set(name, physical()));
    return DynamicConfig.parse(change(slots).put("maximum_lag_on_failover", LAG).toString());
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
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.set("slots", slots);
    return change;
  }

  private static ObjectNode physical() {
    return JsonNodeFactory.instance.objectNode().put("type", "physical");
  }
}
