package io.hactl.simulation;

/** What everything in one run stands on: its settings, time, chance, the network, the witness. */
final class Ground {

  private final SimulationSettings settings;
  private final Scheduler scheduler = new Scheduler();
  private final Chance chance;
  private final Trace trace;
  private final SimulatedNetwork network;
  private Witness witness = Witness.NONE;

  Ground(SimulationSettings settings, Chance chance, boolean keepTrace) {
    this.settings = settings;
    this.chance = chance;
    this.trace = new Trace(scheduler, keepTrace);
    this.network = new SimulatedNetwork(chance);
  }

  /** Somebody is told from now on what happens. */
  void watchedBy(Witness somebody) {
    witness = somebody;
  }

  SimulationSettings settings() {
    return settings;
  }

  /** The bug that was planted. */
  Mutation mutation() {
    return settings.mutation();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Chance chance() {
    return chance;
  }

  Trace trace() {
    return trace;
  }

  SimulatedNetwork network() {
    return network;
  }

  Witness witness() {
    return witness;
  }
}
