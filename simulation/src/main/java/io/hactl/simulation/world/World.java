package io.hactl.simulation.world;

import io.hactl.dcs.cluster.Tags;
import io.hactl.simulation.dcs.EtcdStore;
import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.nature.NodeClock;
import io.hactl.simulation.nature.Scheduler;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.Trace;
import io.hactl.simulation.node.Nodes;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.Machines;
import io.hactl.simulation.postgres.Pace;
import io.hactl.simulation.setting.SimulationSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that there is in one run. */
public final class World {

  /** What a busy second may bring at most; an ordinary one brings a hundred. */
  private static final int EVENTS_MAX = 20_000;

  private final Ground ground;
  private final Machines machines;
  private final EtcdStore store;
  private final Nodes nodes;
  private long lastSecond;
  private int eventsInSecond;

  public World(SimulationSettings settings, Chance chance, boolean keepTrace) {
    this.ground = new Ground(settings, chance, keepTrace);
    this.machines = new Machines(ground);
    this.store = new EtcdStore(ground.scheduler(), ground.trace());
    this.nodes = new Nodes(ground, machines, store);
    int number = 0;
    for (Tags tags : settings.members()) {
      double rate = 1 + settings.clockDrift() * (2 * chance.fraction() - 1);
      NodeClock clock =
          new NodeClock(
              ground.scheduler(), chance.between(Duration.ofMinutes(1), Duration.ofDays(9)), rate);
      nodes.add(new SimulatedNode(nodes, "n" + ++number, clock, tags));
    }
    new Clients(ground, nodes).begin();
    new Readers(ground, nodes).begin();
  }

  /** Somebody is told from now on what happens here. */
  public void watchedBy(Witness witness) {
    ground.watchedBy(witness);
  }

  /**
   * Lets everything happen until this true time, or until something is broken.
   *
   * @return whether nothing is
   */
  boolean runUntil(long nanos) {
    while (!ground.witness().isBroken()) {
      long event = scheduler().step(nanos);
      if (event < 0) {
        return true;
      }
      trace().mix(event);
      ground.witness().check();
      noticeLivelock();
    }
    return false;
  }

  /** Work that never comes to an end takes no virtual time. */
  private void noticeLivelock() {
    long second = scheduler().now() / 1_000_000_000;
    if (second != lastSecond) {
      lastSecond = second;
      eventsInSecond = 0;
    } else if (++eventsInSecond > EVENTS_MAX) {
      ground
          .witness()
          .broken("more than " + EVENTS_MAX + " events in one second: somebody is spinning");
    }
  }

  public boolean run(Duration duration) {
    return runUntil(scheduler().now() + duration.toNanos());
  }

  /** The cluster's identity in the store. */
  public Optional<String> identity() {
    return store.cluster().systemIdentifier();
  }

  public Optional<SimulatedNode> node(String name) {
    return nodes.node(name);
  }

  public List<SimulatedNode> nodes() {
    return nodes.all();
  }

  public SimulationSettings settings() {
    return ground.settings();
  }

  public Scheduler scheduler() {
    return ground.scheduler();
  }

  public Chance chance() {
    return ground.chance();
  }

  public Trace trace() {
    return ground.trace();
  }

  public SimulatedNetwork network() {
    return ground.network();
  }

  public Pace pace() {
    return machines.pace();
  }

  public EtcdStore store() {
    return store;
  }
}
