package io.hactl.simulation.postgres;

import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.Scheduler;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.Trace;
import io.hactl.simulation.setting.HookSettings;
import io.hactl.simulation.setting.Mutation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The machines, as the servers on them reach one another, and what they have in common. */
public final class Machines {

  private final Ground ground;
  private final Pace pace;
  private final Map<String, Machine> all = new LinkedHashMap<>();
  private int systems;

  public Machines(Ground ground) {
    this.ground = ground;
    this.pace = new Pace(ground.chance());
  }

  public void add(Machine machine) {
    all.put(machine.name(), machine);
  }

  /** Hosts are called like the nodes. */
  Optional<Machine> byHost(String host) {
    return Optional.ofNullable(all.get(host));
  }

  String newSystemIdentifier() {
    return "70000000000000000" + ++systems;
  }

  public Pace pace() {
    return pace;
  }

  HookSettings hookSettings() {
    return ground.settings().hooks();
  }

  Mutation mutation() {
    return ground.mutation();
  }

  Scheduler scheduler() {
    return ground.scheduler();
  }

  Chance chance() {
    return ground.chance();
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
