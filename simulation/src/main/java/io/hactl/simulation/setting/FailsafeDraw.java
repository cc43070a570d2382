package io.hactl.simulation.setting;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.nature.Chance;

/** Whether a run's leader may go on without the DCS. */
final class FailsafeDraw {

  private static final double ON = 1 / 3.0;

  private FailsafeDraw() {}

  static DynamicConfig config(Chance chance) {
    return chance.hits(ON) ? DynamicConfig.parse("{\"failsafe_mode\": true}") : DynamicConfig.EMPTY;
  }
}
