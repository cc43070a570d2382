package io.hactl.simulation.faults;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.Hooks.Command;
import io.hactl.simulation.postgres.Hooks.Fate;
import io.hactl.simulation.setting.HookSettings;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;

/** The operator's commands fail, or hang. */
final class HookFaults {

  private final World world;
  private final Faults faults;
  private final Chance chance;

  HookFaults(World world, Faults faults, Chance chance) {
    this.world = world;
    this.faults = faults;
    this.chance = chance;
  }

  List<Runnable> all() {
    if (world.settings().hooks().equals(HookSettings.NONE)) {
      return List.of();
    }
    return List.of(
        () -> spoil(Command.PRE_PROMOTE, Fate.FAILS),
        () -> spoil(Command.PRE_PROMOTE, Fate.HANGS),
        () -> spoil(Command.BEFORE_STOP, Fate.FAILS),
        () -> spoil(Command.BEFORE_STOP, Fate.HANGS));
  }

  private void spoil(Command command, Fate fate) {
    SimulatedNode node = chance.pick(world.nodes());
    node.hooks().set(command, fate);
    faults.during(
        chance.spread(Duration.ofSeconds(2), Duration.ofMinutes(4)),
        node.name() + "'s " + command + " " + fate,
        () -> node.hooks().set(command, Fate.SUCCEEDS));
  }
}
