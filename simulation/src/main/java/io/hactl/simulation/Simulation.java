package io.hactl.simulation;

import io.hactl.simulation.faults.Faults;
import io.hactl.simulation.invariants.Invariants;
import io.hactl.simulation.invariants.Wholeness;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.NodeStorage;
import io.hactl.simulation.setting.SimulationSettings;
import io.hactl.simulation.setting.SyncDraw;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One run from one seed: the cluster forms, has faults, heals. */
final class Simulation {

  private static final Duration FORMING = Duration.ofMinutes(3);
  private static final Duration CHECK = Duration.ofMillis(500);

  private final long seed;
  private final World world;
  private final Invariants invariants;
  private final Chance chance;

  private Simulation(long seed, World world, Chance chance) {
    this.seed = seed;
    this.world = world;
    this.invariants = Invariants.of(world);
    this.chance = chance;
  }

  /**
   * How a run went.
   *
   * @param violation what was broken; empty: nothing
   * @param hash the same for two runs that were the same
   * @param nanos virtual time
   * @param lines what happened, where that was kept
   */
  record Outcome(
      long seed,
      Optional<String> violation,
      Optional<Throwable> cause,
      long hash,
      long nanos,
      int promotions,
      long writes,
      String settings,
      List<String> lines) {}

  static Outcome run(long seed, boolean keepTrace) {
    return run(seed, keepTrace, UnaryOperator.identity());
  }

  /**
   * @param change to the settings that the seed has drawn
   */
  static Outcome run(long seed, boolean keepTrace, UnaryOperator<SimulationSettings> change) {
    Chance chance = new Chance(seed);
    SimulationSettings settings =
        change.apply(new SyncDraw(chance).over(SimulationSettings.drawn(chance)));
    World world = new World(settings, chance, keepTrace);
    return new Simulation(seed, world, chance).run();
  }

  private Outcome run() {
    world
        .nodes()
        .forEach(node -> world.scheduler().after(chance.millis(0, 3_000), node::startAgent));
    boolean calmStart = chance.hits(0.6);
    if (!calmStart || becomesWhole(FORMING)) {
      int cycles = 1 + chance.below(3);
      boolean holds = true;
      for (int i = 0; i < cycles && holds; i++) {
        holds = faultsAndHealing();
      }
    }
    return new Outcome(
        seed,
        invariants.violation(),
        invariants.cause(),
        world.trace().hash(),
        world.scheduler().now(),
        invariants.promotions(),
        invariants.acknowledgedWrites(),
        world.settings().toString(),
        world.trace().lines());
  }

  private boolean faultsAndHealing() {
    Faults faults = new Faults(world);
    faults.begin();
    boolean holds = world.run(chance.spread(Duration.ofSeconds(20), Duration.ofMinutes(8)));
    if (!holds) {
      return false;
    }
    faults.healAll();
    return becomesWhole(faults.healingBound())
        && world.run(chance.millis(1_000, 30_000))
        && (!chance.hits(0.3) || leaderFallsUnhealthy());
  }

  /** All is well but for the leader's disk: another member leads soon, and stays. */
  private boolean leaderFallsUnhealthy() {
    Optional<SimulatedNode> leader = world.store().leader().flatMap(world::node);
    leader.ifPresent(
        node -> {
          world.trace().note("fault", node.name() + "'s disk is nearly full");
          node.storage().leave(NodeStorage.LITTLE);
        });
    boolean holds = becomesWhole(world.settings().healingBound().plus(FORMING));
    world.nodes().forEach(node -> node.storage().leave(NodeStorage.PLENTY));
    return holds && world.run(chance.millis(1_000, 5_000));
  }

  private boolean becomesWhole(Duration bound) {
    long limit = world.scheduler().now() + bound.toNanos();
    while (world.run(CHECK)) {
      Optional<String> problem = Wholeness.problem(world, invariants.lastAcknowledged());
      if (problem.isEmpty()) {
        return true;
      }
      if (world.scheduler().now() >= limit) {
        invariants.broken("not whole again " + bound.toSeconds() + " s later: " + problem.get());
      }
    }
    return false;
  }
}
