package io.hactl.simulation.faults;

import io.hactl.dcs.DcsException;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What operators plan for later, and take back. */
public final class PlannedRequests {

  private final World world;
  private final Chance chance;

  public PlannedRequests(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  List<Runnable> all() {
    return List.of(
        this::planSwitchover, this::cancelSwitchover, this::planRestart, this::cancelRestart);
  }

  private Instant soon(SimulatedNode node) {
    Duration wait = chance.spread(Duration.ofSeconds(1), Duration.ofMinutes(2));
    return node.clock().wallTime().plus(wait).truncatedTo(ChronoUnit.MILLIS);
  }

  private void planSwitchover() {
    Optional<SimulatedNode> leader = world.store().leader().flatMap(world::node);
    Optional<String> candidate =
        chance.hits(0.5) ? Optional.of(chance.pick(world.nodes()).name()) : Optional.empty();
    leader
        .filter(l -> candidate.filter(l.name()::equals).isEmpty())
        .ifPresent(l -> planSwitchover(l, candidate, soon(l)));
  }

  /** As {@code POST /switchover} does, where no other request is under way. */
  public void planSwitchover(SimulatedNode leader, Optional<String> candidate, Instant at) {
    if (!world.store().cluster().failover().value().isRequested()) {
      write(
          new Failover(
              Optional.of(leader.name()), candidate, Optional.of(at.atOffset(ZoneOffset.UTC))));
    }
  }

  /** As {@code DELETE /switchover} does. */
  public void cancelSwitchover() {
    if (world.store().cluster().failover().value().isRequested()) {
      write(Failover.NONE);
    }
  }

  private void write(Failover request) {
    if (!world.store().isAvailable()) {
      return;
    }
    Cluster cluster = world.store().cluster();
    world.trace().note("operat", "plans " + ClusterCodec.write(request));
    try {
      world
          .store()
          .commit(
              Transaction.builder()
                  .ifAt(Keys.FAILOVER, cluster.failover().modRevision())
                  .put(Keys.FAILOVER, ClusterCodec.write(request))
                  .build());
    } catch (DcsException e) {
      world.trace().note("operat", "is refused: " + e.getMessage());
    }
  }

  private void planRestart() {
    SimulatedNode node = chance.pick(world.nodes());
    Instant at = soon(node);
    world.trace().note("operat", "plans a restart of " + node.name() + " at " + at);
    node.planRestart(at);
  }

  private void cancelRestart() {
    SimulatedNode node = chance.pick(world.nodes());
    world.trace().note("operat", "takes back a restart of " + node.name());
    node.cancelRestart();
  }
}
