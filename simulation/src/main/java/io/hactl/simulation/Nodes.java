package io.hactl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All nodes, as their agents reach one another, and the store that they share. */
final class Nodes {

  private final Ground ground;
  private final Machines machines;
  private final EtcdStore store;
  private final List<SimulatedNode> all = new ArrayList<>();

  Nodes(Ground ground, Machines machines, EtcdStore store) {
    this.ground = ground;
    this.machines = machines;
    this.store = store;
  }

  void add(SimulatedNode node) {
    all.add(node);
    machines.add(node);
  }

  List<SimulatedNode> all() {
    return all;
  }

  Optional<SimulatedNode> node(String name) {
    return all.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  Ground ground() {
    return ground;
  }

  Machines machines() {
    return machines;
  }

  EtcdStore store() {
    return store;
  }

  SimulationSettings settings() {
    return ground.settings();
  }

  Scheduler scheduler() {
    return ground.scheduler();
  }

  Trace trace() {
    return ground.trace();
  }

  SimulatedNetwork network() {
    return ground.network();
  }

  Witness witness() {
    return ground.witness();
  }
}
