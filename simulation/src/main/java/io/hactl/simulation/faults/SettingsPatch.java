package io.hactl.simulation.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.world.World;

/** Changes of the dynamic configuration. */
public final class SettingsPatch {

  private SettingsPatch() {}

  /** Merges these changes into it, as the REST API does. */
  public static void merge(World world, ObjectNode changes) {
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
