package io.hactl.simulation.invariants;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.simulation.dcs.EtcdStore;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * While the sync key is there, every write that was acknowledged is with whoever may be elected by
 * it: the leader that it names, and at least one of any {@code quorum + 1} of its standbys. That is
 * looked at after each event, so that it is known to hold whoever dies next. An operator who
 * insists on another member, or who turns synchronous mode off, gives it up.
 */
final class SyncInvariant implements EtcdStore.Listener {

  private final World world;
  private final Witness judge;
  private final List<WalPosition> acknowledged = new ArrayList<>();
  private boolean keyExists;

  SyncInvariant(World world, Witness judge) {
    this.world = world;
    this.judge = judge;
    world.store().listen(this);
  }

  @Override
  public void changed() {
    Cluster cluster = world.store().cluster();
    boolean removed = keyExists && !cluster.sync().exists();
    keyExists = cluster.sync().exists();
    if (removed) {
      acknowledged.clear();
      if (cluster.config().value().synchronousMode().isOn()) {
        judge.broken("the sync key is removed, though synchronous mode is on");
      }
    }
  }

  /** A client was told that its write up to {@code position} is safe. */
  void acknowledged(WalPosition position) {
    if (keyExists) {
      acknowledged.removeIf(position::includes);
      acknowledged.add(position);
    }
  }

  /** The leader key was written by {@code taker}; {@code request} is what that ended, if any. */
  void taken(SimulatedNode taker, Failover request) {
    boolean insisted = request.isRequested() && !request.isSwitchover();
    if (insisted && request.candidate().filter(taker.name()::equals).isPresent()) {
      acknowledged.clear();
    }
  }

  /** Looks at everything again: something has happened. */
  void check() {
    for (WalPosition position : acknowledged) {
      check(position);
    }
  }

  private void check(WalPosition position) {
    SyncState key = world.store().cluster().sync().value();
    if (key.leader().filter(leader -> lacks(leader, position)).isPresent()) {
      broken(position, key, key.leader().get() + " lacks it");
    }
    List<String> without = key.standbys().stream().filter(s -> lacks(s, position)).toList();
    if (without.size() > key.quorum()) {
      broken(position, key, String.join(", ", without) + " lack it");
    }
  }

  private void broken(WalPosition position, SyncState key, String why) {
    judge.broken(
        "the acknowledged write at %s may be lost by an election: leader %s, standbys %s, quorum %d, %s"
            .formatted(position, key.leader().orElse("none"), key.standbys(), key.quorum(), why));
  }

  private boolean lacks(String member, WalPosition position) {
    return world
        .node(member)
        .map(SimulatedNode::dir)
        .filter(d -> d.kind() == DataDir.Kind.INITIALIZED && d.wal().includes(position))
        .isEmpty();
  }
}
