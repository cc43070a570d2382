package io.hactl.simulation;

import io.hactl.dcs.Failover;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A switchover loses no acknowledged write, whatever the mode of replication. */
final class SwitchoverInvariant {

  private final World world;
  private final Map<String, WalPosition> acknowledged = new HashMap<>();
  private Optional<String> handedOverBy = Optional.empty();

  SwitchoverInvariant(World world) {
    this.world = world;
  }

  void acknowledged(SimulatedNode node, WalPosition position) {
    acknowledged.put(node.name(), position);
  }

  /** The leader key was given back by {@code leader} while {@code request} stood. */
  void released(SimulatedNode leader, Failover request) {
    boolean asked =
        request.isSwitchover() && request.leader().filter(leader.name()::equals).isPresent();
    handedOverBy = asked ? Optional.of(leader.name()) : Optional.empty();
  }

  /** The leader key was written by {@code taker}; {@code request} is what that ended, if any. */
  void taken(SimulatedNode taker, Failover request) {
    Optional<WalPosition> last = handedOverBy.map(acknowledged::get);
    if (request.isSwitchover() && last.filter(p -> !taker.dir().wal.includes(p)).isPresent()) {
      world
          .invariants()
          .broken(
              "the switchover from %s to %s at %s loses the write at %s"
                  .formatted(handedOverBy.get(), taker.name(), taker.dir().wal, last.get()));
    }
    handedOverBy = Optional.empty();
  }
}
