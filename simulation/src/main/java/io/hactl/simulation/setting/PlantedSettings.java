package io.hactl.simulation.setting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.dcs.config.DynamicConfig;

/** The settings in which a planted bug matters, where the seed has left them off. */
final class PlantedSettings {

  /** A bug that is about milliseconds is looked for where leases are short. */
  private static final String SHORT_LEASE =
      """
      {"ttl": 5, "loop_wait": 1, "retry_timeout": 2, "primary_start_timeout": 0,
       "postgresql": {"use_pg_rewind": true,
         "set_aside_diverged_data": true}}
      """;

  private PlantedSettings() {}

  static DynamicConfig over(DynamicConfig drawn, Mutation mutation) {
    return mutation == Mutation.RENEWAL_FROM_REPLY
        ? DynamicConfig.parse(SHORT_LEASE)
        : mutation.name().startsWith("SLOT_")
            ? drawn.merge(SlotDraw.with(1).tree())
            : synchronous(drawn, mutation);
  }

  static HookSettings over(HookSettings drawn, Mutation mutation) {
    return mutation.name().contains("PRE_PROMOTE") || mutation.name().contains("BEFORE_STOP")
        ? HookSettings.ALL
        : drawn;
  }

  private static DynamicConfig synchronous(DynamicConfig drawn, Mutation mutation) {
    if (!mutation.name().contains("SYNC") && mutation != Mutation.RACE_WITH_SMALLER_QUORUM) {
      return drawn;
    }
    String mode = mutation == Mutation.RACE_WITH_SMALLER_QUORUM ? "quorum" : "on";
    return drawn.synchronousMode().isOn() && mode.equals("on")
        ? drawn
        : drawn.merge(JsonNodeFactory.instance.objectNode().put("synchronous_mode", mode));
  }
}
