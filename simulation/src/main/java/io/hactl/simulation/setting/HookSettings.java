package io.hactl.simulation.setting;

import io.hactl.simulation.nature.Chance;

/** Which commands of the operator's there are. */
public record HookSettings(boolean prePromote, boolean beforeStop) {

  public static final HookSettings NONE = new HookSettings(false, false);

  public static final HookSettings ALL = new HookSettings(true, true);

  static HookSettings drawn(Chance chance) {
    return new HookSettings(chance.hits(0.3), chance.hits(0.3));
  }
}
