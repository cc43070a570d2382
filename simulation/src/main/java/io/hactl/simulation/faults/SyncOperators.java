package io.hactl.simulation.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.setting.SyncDraw;
import io.hactl.simulation.world.World;
import java.util.List;

/** Operators who change their minds about synchronous replication while the cluster runs. */
public final class SyncOperators {

  private final World world;
  private final SyncDraw draw;

  public SyncOperators(World world) {
    this.world = world;
    this.draw = new SyncDraw(world.chance());
  }

  List<Runnable> all() {
    boolean theirConcern = world.settings().config().tree().has("synchronous_mode");
    return theirConcern ? List.of(() -> patch(draw.change())) : List.of();
  }

  /** Merges these changes into the dynamic configuration, as the REST API does. */
  public void patch(ObjectNode changes) {
    DynamicConfig now = world.store().cluster().config().value();
    if (!world.store().isAvailable() || now.tree().isEmpty()) {
      return;
    }
    world.trace().note("operat", "changes the settings: " + changes);
    try {
      world
          .store()
          .commit(Transaction.builder().put(Keys.CONFIG, now.merge(changes).toString()).build());
    } catch (DcsException e) {
      world.trace().note("operat", "is refused: " + e.getMessage());
    }
  }
}
