package io.hactl.simulation.node;

import io.hactl.simulation.dcs.EtcdStore;
import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.nature.Scheduler;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.Trace;
import io.hactl.simulation.postgres.Machines;
import io.hactl.simulation.setting.SimulationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All nodes, as their agents reach one another, and the store that they share. */
public final class Nodes {

  private final Ground ground;
  private final Machines machines;
  private final EtcdStore store;
  private final List<SimulatedNode> all = new ArrayList<>();

  public Nodes(Ground ground, Machines machines, EtcdStore store) {
    this.ground = ground;
    this.machines = machines;
    this.store = store;
  }

  public void add(SimulatedNode node) {
    all.add(node);
    machines.add(node);
  }

  public List<SimulatedNode> all() {
    return all;
  }

  public Optional<SimulatedNode> node(String name) {
    return all.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  Ground ground() {
    return ground;
  }

  public Machines machines() {
    return machines;
  }

  public EtcdStore store() {
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
