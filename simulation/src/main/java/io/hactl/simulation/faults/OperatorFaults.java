package io.hactl.simulation.faults;

import io.hactl.dcs.DcsException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.world.World;
import java.util.List;
import java.util.Optional;

/** What operators ask for, at the worst of times. */
public final class OperatorFaults {

  private final World world;
  private final Chance chance;

  public OperatorFaults(World world) {
    this.world = world;
    this.chance = world.chance();
  }

  List<Runnable> all() {
    return List.of(this::switchover, this::failover, this::restart, this::reinitialize);
  }

  private void switchover() {
    Optional<String> candidate =
        chance.hits(0.5) ? Optional.of(chance.pick(world.nodes()).name()) : Optional.empty();
    world
        .store()
        .leader()
        .filter(leader -> candidate.filter(leader::equals).isEmpty())
        .ifPresent(leader -> ask(new Failover(Optional.of(leader), candidate, Optional.empty())));
  }

  private void failover() {
    String candidate = chance.pick(world.nodes()).name();
    ask(new Failover(Optional.empty(), Optional.of(candidate), Optional.empty()));
  }

  /** Writes the request into the DCS, as the REST API does. */
  public void ask(Failover request) {
    if (!world.store().isAvailable()) {
      return;
    }
    world.trace().note("operat", "asks for " + ClusterCodec.write(request));
    try {
      world
          .store()
          .commit(Transaction.builder().put(Keys.FAILOVER, ClusterCodec.write(request)).build());
    } catch (DcsException e) {
      world.trace().note("operat", "is refused: " + e.getMessage());
    }
  }

  private void restart() {
    SimulatedNode node = chance.pick(world.nodes());
    world.trace().note("operat", "asks for a restart of " + node.name());
    node.restart();
  }

  private void reinitialize() {
    if (world.identity().isEmpty()) {
      return;
    }
    SimulatedNode node = chance.pick(world.nodes());
    boolean force = chance.hits(0.3);
    world.trace().note("operat", "asks for a new copy on " + node.name());
    node.reinitialize(force, chance.hits(0.3));
  }
}
