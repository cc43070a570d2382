package io.hactl.simulation.faults;

import io.hactl.simulation.setting.SyncDraw;
import io.hactl.simulation.world.World;
import java.util.List;

/** Operators who change their minds about synchronous replication while the cluster runs. */
final class SyncOperators {

  private final World world;
  private final SyncDraw draw;

  SyncOperators(World world) {
    this.world = world;
    this.draw = new SyncDraw(world.chance());
  }

  List<Runnable> all() {
    boolean theirConcern = world.settings().config().tree().has("synchronous_mode");
    return theirConcern ? List.of(() -> SettingsPatch.merge(world, draw.change())) : List.of();
  }
}
