package io.hactl.simulation.faults;

import io.hactl.runner.event.Event;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.AgentLife;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.NodeStorage;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What befalls one node, or all of them: its processes, its machine, its clock. */
final class NodeFaults {

  private final World world;
  private final Faults faults;
  private final Chance chance;

  NodeFaults(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.chance = world.chance();
  }

  List<Runnable> all() {
    return List.of(
        () -> killAgent(any()),
        () -> freezeAgent(any()),
        () -> endAgent(any()),
        () -> killPostgres(any()),
        () -> hangPostmaster(any()),
        () -> stickStorage(any()),
        () -> stickDisk(any()),
        () -> fillDisk(any()),
        () -> silenceApi(any()),
        () -> powerOff(any()),
        () -> suspend(any()),
        () -> setClock(any()),
        this::powerOffAll,
        this::killAllAgents);
  }

  /** The leader as often as all the others together. */
  private SimulatedNode any() {
    Optional<SimulatedNode> leader = world.store().leader().flatMap(world::node);
    return leader.isPresent() && chance.hits(0.5) ? leader.get() : chance.pick(world.nodes());
  }

  private Duration aWhile() {
    return chance.spread(Duration.ofMillis(100), Duration.ofMinutes(2));
  }

  private void killAgent(SimulatedNode node) {
    if (node.agent().isPresent() && !node.isSuspended()) {
      node.killAgent();
      faults.during(aWhile(), node.name() + "'s agent is killed", node::startAgent);
    }
  }

  private void freezeAgent(SimulatedNode node) {
    if (node.agent().filter(a -> !a.process().isFrozen()).isPresent()) {
      AgentLife agent = node.agent().get();
      agent.process().freeze();
      faults.during(aWhile(), node.name() + "'s agent is frozen", agent.process()::thaw);
    }
  }

  private void endAgent(SimulatedNode node) {
    world.trace().note("fault", node.name() + "'s agent is asked to end");
    node.tell(new Event.EndAsked());
  }

  private void killPostgres(SimulatedNode node) {
    if (node.server().isPresent() && !node.isSuspended()) {
      boolean writes = node.server().get().takesWrites();
      Duration orphans = writes && chance.hits(0.3) ? chance.millis(1, 600) : Duration.ZERO;
      node.killPostmaster(orphans);
    }
  }

  private void hangPostmaster(SimulatedNode node) {
    node.server()
        .ifPresent(
            server -> {
              server.hangPostmaster(true);
              faults.during(
                  aWhile(),
                  node.name() + "'s postmaster hangs",
                  () -> server.hangPostmaster(false));
            });
  }

  private void stickStorage(SimulatedNode node) {
    node.server()
        .ifPresent(
            server -> {
              server.setStuck(true);
              faults.during(
                  aWhile(), node.name() + "'s storage is stuck", () -> server.setStuck(false));
            });
  }

  private Duration aLongWhile() {
    return chance.spread(Duration.ofSeconds(1), Duration.ofMinutes(4));
  }

  private void stickDisk(SimulatedNode node) {
    if (!node.storage().isStuck()) {
      node.storage().stick(true);
      faults.during(
          aLongWhile(), node.name() + "'s disk is stuck", () -> node.storage().stick(false));
    }
  }

  private void fillDisk(SimulatedNode node) {
    node.storage().leave(chance.hits(0.5) ? 0 : NodeStorage.LITTLE);
    faults.during(
        aLongWhile(),
        node.name() + "'s disk is full",
        () -> node.storage().leave(NodeStorage.PLENTY));
  }

  private void silenceApi(SimulatedNode node) {
    node.storage().deafen(true);
    faults.during(
        aLongWhile(), node.name() + "'s API is silent", () -> node.storage().deafen(false));
  }

  private void powerOff(SimulatedNode node) {
    if (!node.isOff()) {
      node.powerOff();
      faults.during(aWhile(), node.name() + " has no power", node::powerOn);
    }
  }

  private void suspend(SimulatedNode node) {
    if (!node.isOff() && !node.isSuspended()) {
      node.suspend();
      faults.during(aWhile(), node.name() + " is suspended", node::resume);
    }
  }

  private void setClock(SimulatedNode node) {
    Duration wrong = chance.between(Duration.ofHours(-2), Duration.ofHours(2));
    world.trace().note("fault", node.name() + "'s clock is set " + wrong.toSeconds() + " s wrong");
    if (world.settings().mutation() == Mutation.WALL_CLOCK_DEADLINES) {
      node.clock().jump(wrong.minus(node.clock().wallClockError()));
    }
    node.clock().setWallClock(wrong);
  }

  private void powerOffAll() {
    if (chance.hits(0.3)) {
      world.nodes().forEach(this::powerOff);
    }
  }

  private void killAllAgents() {
    if (chance.hits(0.3)) {
      world.nodes().forEach(this::killAgent);
    }
  }
}
