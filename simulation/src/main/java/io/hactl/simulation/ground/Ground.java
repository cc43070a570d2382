package io.hactl.simulation.ground;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.Scheduler;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.Trace;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.setting.SimulationSettings;

/** What everything in one run stands on: its settings, time, chance, the network, the witness. */
public final class Ground {

  private final SimulationSettings settings;
  private final Scheduler scheduler = new Scheduler();
  private final Chance chance;
  private final Trace trace;
  private final SimulatedNetwork network;
  private Witness witness = Witness.NONE;

  public Ground(SimulationSettings settings, Chance chance, boolean keepTrace) {
    this.settings = settings;
    this.chance = chance;
    this.trace = new Trace(scheduler, keepTrace);
    this.network = new SimulatedNetwork(chance);
  }

  /** Somebody is told from now on what happens. */
  public void watchedBy(Witness somebody) {
    witness = somebody;
  }

  public SimulationSettings settings() {
    return settings;
  }

  /** The bug that was planted. */
  public Mutation mutation() {
    return settings.mutation();
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  public Chance chance() {
    return chance;
  }

  public Trace trace() {
    return trace;
  }

  public SimulatedNetwork network() {
    return network;
  }

  public Witness witness() {
    return witness;
  }
}
