package io.hactl.simulation;

import io.hactl.dcs.cluster.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that there is in one run. */
final class World {

  /** What a busy second may bring at most; an ordinary one brings a hundred. */
  private static final int EVENTS_MAX = 20_000;

  private final SimulationSettings settings;
  private final Scheduler scheduler = new Scheduler();
  private final Chance chance;
  private final Trace trace;
  private final Network network;
  private final Pace pace;
  private final EtcdStore store;
  private final Invariants invariants;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private int systems;
  private long lastSecond;
  private int eventsInSecond;

  World(SimulationSettings settings, Chance chance, boolean keepTrace) {
    this.settings = settings;
    this.chance = chance;
    this.trace = new Trace(scheduler, keepTrace);
    this.network = new Network(chance);
    this.pace = new Pace(chance);
    this.store = new EtcdStore(scheduler, trace);
    this.invariants = new Invariants(this);
    int number = 0;
    for (Tags tags : settings.members()) {
      double rate = 1 + settings.clockDrift() * (2 * chance.fraction() - 1);
      NodeClock clock =
          new NodeClock(scheduler, chance.between(Duration.ofMinutes(1), Duration.ofDays(9)), rate);
      nodes.add(new SimulatedNode(this, "n" + ++number, clock, tags));
    }
    new Clients(this).begin();
  }

  /**
   * Lets everything happen until this true time, or until an invariant is broken.
   *
   * @return whether all invariants hold
   */
  boolean runUntil(long nanos) {
    while (invariants.violation().isEmpty()) {
      long event = scheduler.step(nanos);
      if (event < 0) {
        return true;
      }
      trace.mix(event);
      invariants.check();
      noticeLivelock();
    }
    return false;
  }

  /** Work that never comes to an end takes no virtual time. */
  private void noticeLivelock() {
    long second = scheduler.now() / 1_000_000_000;
    if (second != lastSecond) {
      lastSecond = second;
      eventsInSecond = 0;
    } else if (++eventsInSecond > EVENTS_MAX) {
      invariants.broken("more than " + EVENTS_MAX + " events in one second: somebody is spinning");
    }
  }

  boolean run(Duration duration) {
    return runUntil(scheduler.now() + duration.toNanos());
  }

  String newSystemIdentifier() {
    return "70000000000000000" + ++systems;
  }

  Optional<SimulatedNode> node(String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /** Hosts are called like the nodes. */
  Optional<SimulatedNode> byHost(String host) {
    return node(host);
  }

  List<SimulatedNode> nodes() {
    return nodes;
  }

  SimulationSettings settings() {
    return settings;
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

  Network network() {
    return network;
  }

  Pace pace() {
    return pace;
  }

  EtcdStore store() {
    return store;
  }

  Invariants invariants() {
    return invariants;
  }
}
