package io.hactl.simulation.faults;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.setting.SlotDraw;
import io.hactl.simulation.world.World;
import java.util.List;

/** Operators who add and remove permanent slots while the cluster runs. */
final class SlotOperators {

  private final World world;
  private final Chance chance;

  SlotOperators(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  List<Runnable> all() {
    return world.settings().hasSlots() ? List.of(this::add, this::remove) : List.of();
  }

  private void add() {
    SettingsPatch.merge(world, SlotDraw.added(chance.pick(SlotDraw.NAMES)));
  }

  private void remove() {
    SettingsPatch.merge(world, SlotDraw.removed(chance.pick(SlotDraw.NAMES)));
  }
}
