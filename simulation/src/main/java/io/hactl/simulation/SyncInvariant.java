package io.hactl.simulation;

import io.hactl.dcs.Cluster;
import java.util.ArrayList;
import java.util.List;

/**
 * While the sync key is there, whoever is elected has every write that was acknowledged; unless an
 * operator insisted on somebody else.
 */
final class SyncInvariant {

  /** Older ones are in the history of the newer ones. */
  private static final int KEPT = 200;

  private final World world;
  private final List<WalPosition> acknowledged = new ArrayList<>();

  SyncInvariant(World world) {
    this.world = world;
  }

  void acknowledged(SimulatedNode node, WalPosition position) {
    Cluster cluster = world.store().cluster();
    boolean guarded = cluster.sync().value().leader().filter(node.name()::equals).isPresent();
    if (!guarded) {
      acknowledged.clear();
      return;
    }
    acknowledged.add(position);
    if (acknowledged.size() > KEPT) {
      acknowledged.removeFirst();
    }
  }

  /** An operator asked for this leader, whatever it lacks. */
  void forget() {
    acknowledged.clear();
  }

  void leads(SimulatedNode node) {
    for (WalPosition position : acknowledged) {
      if (!node.dir().wal.includes(position)) {
        world
            .invariants()
            .broken(
                "%s is promoted to %s without the write at %s, which was acknowledged"
                    .formatted(node.name(), node.dir().wal, position));
        return;
      }
    }
  }
}
