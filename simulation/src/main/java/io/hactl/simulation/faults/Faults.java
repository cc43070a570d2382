package io.hactl.simulation.faults;

import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Breaks things, each at a rate of its own that is drawn too, and puts every one right again after
 * a while.
 */
public final class Faults {

  private static final Duration RAREST = Duration.ofMinutes(10);
  private static final Duration MOST_OFTEN = Duration.ofSeconds(8);

  private final World world;
  private final Chance chance;
  private final Map<Long, Runnable> broken = new LinkedHashMap<>();
  private final NodeFaults nodeFaults;
  private final SurroundingFaults surroundingFaults;
  private final OperatorFaults operator;
  private final ClusterFaults cluster;
  private Duration longestTtl;
  private boolean over;
  private long count;

  public Faults(World world) {
    this.world = world;
    this.chance = world.chance();
    this.nodeFaults = new NodeFaults(world, this);
    this.surroundingFaults = new SurroundingFaults(world, this);
    this.operator = new OperatorFaults(world);
    this.cluster = new ClusterFaults(world, this);
    this.longestTtl = world.settings().config().ttl();
  }

  /** One kind of fault. */
  private record Kind(Duration meanInterval, Runnable action) {}

  public void begin() {
    world
        .pace()
        .set(
            chance.hits(0.4) ? 0 : 0.2 * chance.fraction(),
            chance.hits(0.5) ? 0 : 0.1 * chance.fraction());
    world.network().setLoss(chance.hits(0.6) ? 0 : 0.05 * chance.fraction());
    List<Runnable> all = new ArrayList<>();
    all.addAll(nodeFaults.all());
    all.addAll(surroundingFaults.all());
    all.addAll(operator.all());
    all.addAll(cluster.all());
    world.network().setRepeats(chance.hits(0.6) ? 0 : 0.1 * chance.fraction());
    all.addAll(new SyncOperators(world).all());
    begin(all, chance);
    Chance own = chance.stream("faults from " + world.scheduler().now());
    begin(new HookFaults(world, this, own).all(), own);
    begin(new PlannedRequests(world, own).all(), own);
    begin(new SlotOperators(world, own).all(), own);
  }

  /** Some of them, each at a rate of its own. */
  private void begin(List<Runnable> all, Chance drawn) {
    double likely = drawn.fraction();
    for (Runnable action : all) {
      if (drawn.hits(likely)) {
        next(new Kind(drawn.spread(MOST_OFTEN, RAREST), action), drawn);
      }
    }
  }

  private void next(Kind kind, Chance drawn) {
    double wait = -Math.log(1 - drawn.fraction());
    world
        .scheduler()
        .after(
            Duration.ofNanos((long) (kind.meanInterval().toNanos() * wait)),
            () -> {
              if (!over) {
                kind.action().run();
                next(kind, drawn);
              }
            });
  }

  /** Something was broken; {@code repair} puts it right after this time. */
  void during(Duration duration, String what, Runnable repair) {
    long number = count++;
    world.trace().note("fault", what + " for " + duration.toMillis() + " ms");
    broken.put(number, repair);
    world.scheduler().after(duration, () -> repair(number, what));
  }

  private void repair(long number, String what) {
    Runnable repair = broken.remove(number);
    if (repair != null) {
      world.trace().note("fault", "over: " + what);
      repair.run();
    }
  }

  /** A session of this length may have been opened. */
  void knows(Duration ttl) {
    longestTtl = ttl.compareTo(longestTtl) > 0 ? ttl : longestTtl;
  }

  /** How long after the faults have healed the cluster may take to be whole again. */
  public Duration healingBound() {
    return longestTtl.plusSeconds(60);
  }

  /** Puts everything right, and breaks nothing more. */
  public void healAll() {
    over = true;
    world.trace().note("fault", "everything heals");
    world.pace().set(0, 0);
    world.network().setLoss(0);
    world.network().setRepeats(0);
    List<Runnable> repairs = List.copyOf(broken.values());
    broken.clear();
    repairs.forEach(Runnable::run);
  }
}
