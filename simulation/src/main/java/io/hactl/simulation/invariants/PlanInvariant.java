package io.hactl.simulation.invariants;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.simulation.dcs.EtcdStore;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was planned happens at or after its time, once, to whom it was planned for, and not when it
 * was taken back. Times are those of the node's own wall clock.
 */
final class PlanInvariant implements EtcdStore.Listener {

  /**
   * How long an agent may not have heard that a plan is gone: two probes of its watch, and more.
   */
  private static final Duration HEARD = Duration.ofSeconds(12);

  private final World world;
  private final Witness judge;
  private final Map<Long, Long> goneSince = new HashMap<>();
  private final Set<Long> carriedOut = new HashSet<>();
  private final Map<String, Integer> restartsAsked = new HashMap<>();
  private final Map<String, Instant> restartsPlanned = new HashMap<>();
  private long present;

  PlanInvariant(World world, Witness judge) {
    this.world = world;
    this.judge = judge;
    world.store().listen(this);
  }

  @Override
  public void changed() {
    Versioned<Failover> key = world.store().cluster().failover();
    if (key.modRevision() != present) {
      goneSince.put(present, world.scheduler().now());
      present = key.modRevision();
    }
  }

  void decided(String node, Observation o, Decision decision) {
    for (Action action : decision.actions()) {
      if (action instanceof Action.Run(PostgresTask.Stop stop)
          && stop.purpose() == StopPurpose.SWITCHOVER) {
        switchesOver(node, o);
      } else if (action instanceof Action.Run(PostgresTask.Restart ignored)) {
        restarts(node, o);
      }
    }
  }

  private void switchesOver(String node, Observation o) {
    Versioned<Failover> key = o.seenCluster().orElseThrow().failover();
    Failover request = key.value();
    if (!request.isRequested() || request.leader().filter(l -> !l.equals(node)).isPresent()) {
      judge.broken("%s switches over, and what is asked is %s".formatted(node, request));
    } else if (request.scheduledAt().filter(at -> at.isAfter(o.wallTime())).isPresent()) {
      judge.broken("%s switches over at %s, before %s".formatted(node, o.wallTime(), request));
    }
    long gone = goneSince.getOrDefault(key.modRevision(), Long.MAX_VALUE);
    if (request.scheduledAt().isPresent() && world.scheduler().now() - HEARD.toNanos() > gone) {
      judge.broken("%s switches over, and %s was taken back".formatted(node, request));
    }
    if (request.scheduledAt().isPresent() && carriedOut.contains(key.modRevision())) {
      judge.broken("%s switches over a second time by %s".formatted(node, request));
    }
  }

  /** The leader key was given back, while {@code request} stood. */
  void handedOver(String node, Failover request) {
    Instant now = world.node(node).orElseThrow().clock().wallTime();
    if (request.scheduledAt().filter(at -> !at.toInstant().isAfter(now)).isPresent()) {
      carriedOut.add(world.store().cluster().failover().modRevision());
    }
  }

  void agentStarted(String node) {
    restartsAsked.remove(node);
    restartsPlanned.remove(node);
  }

  void restartAsked(String node) {
    restartsAsked.merge(node, 1, Integer::sum);
  }

  void restartAnswered(String node) {
    restartsAsked.computeIfPresent(node, (name, n) -> n == 1 ? null : n - 1);
  }

  void restartPlanned(String node, Instant at) {
    restartsPlanned.put(node, at);
  }

  void restartCancelled(String node) {
    restartsPlanned.remove(node);
  }

  private void restarts(String node, Observation o) {
    if (restartsAsked.containsKey(node)) {
      // The same restart is what was planned, too.
      restartsPlanned.remove(node);
      return;
    }
    Instant planned = restartsPlanned.remove(node);
    if (planned == null) {
      judge.broken(node + " restarts PostgreSQL, and nobody asks for that, or not again");
    } else if (planned.isAfter(o.wallTime().toInstant())) {
      judge.broken(
          "%s restarts PostgreSQL at %s, before %s".formatted(node, o.wallTime(), planned));
    }
  }
}
