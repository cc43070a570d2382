package io.hactl.simulation.invariants;

import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.simulation.node.AgentLife;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.postgres.Receiver;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.Optional;

/** Whether the cluster is whole. */
public final class Wholeness {

  private static final Duration FRESH_WRITE = Duration.ofSeconds(3);

  private Wholeness() {}

  /** What is missing; empty: one leader, everybody follows it, writes go through. */
  public static Optional<String> problem(World world, long lastAcknowledged) {
    Optional<String> leader = world.store().leader();
    if (leader.isEmpty() && !somebodyMayLead(world)) {
      return Optional.empty();
    }
    if (leader.isEmpty()) {
      return Optional.of("nobody holds the leader key");
    }
    SimulatedNode primary = world.node(leader.get()).orElseThrow();
    if (primary.server().filter(Server::takesWrites).isEmpty()) {
      return Optional.of("the leader " + leader.get() + " takes no writes");
    }
    if (primary.storage().isUnhealthy() && somebodyElseIsHealthy(world, primary)) {
      return Optional.of("the leader " + leader.get() + " is unhealthy, and another could lead");
    }
    for (SimulatedNode node : world.nodes()) {
      Optional<String> problem = node == primary ? Optional.empty() : problem(world, node, primary);
      if (problem.isPresent()) {
        return problem;
      }
    }
    long since = world.scheduler().now() - lastAcknowledged;
    return since > FRESH_WRITE.toNanos() && !waitsByTheSettings(primary.server().get())
        ? Optional.of("no write was acknowledged of late")
        : Optional.empty();
  }

  /** In strict mode commits wait while nobody streams, as when all others wait for an operator. */
  private static boolean waitsByTheSettings(Server primary) {
    return primary.commits().waitForStandbys()
        && primary.attached().stream().noneMatch(Receiver::isStreaming);
  }

  /** Where all that have data are tagged nofailover, an operator has to decide. */
  private static boolean somebodyMayLead(World world) {
    Optional<String> identity = world.identity();
    return identity.isEmpty()
        || world.nodes().stream()
            .filter(n -> n.dir().kind() == DataDir.Kind.INITIALIZED)
            .filter(n -> identity.get().equals(n.dir().systemIdentifier()))
            .filter(n -> !n.dir().isHalfRewound())
            .anyMatch(n -> !n.self().tags().nofailover());
  }

  private static boolean somebodyElseIsHealthy(World world, SimulatedNode primary) {
    SyncState sync = world.store().cluster().sync().value();
    return world.nodes().stream()
        .filter(n -> n != primary && !n.storage().isUnhealthy() && !n.self().tags().nofailover())
        // Outside the sync key nobody may lead but by an operator's order, as it may lack writes.
        .filter(n -> !sync.isActive() || sync.contains(n.name()))
        // One that was started again and again of late says so itself, and goes last for a while.
        .filter(n -> n.agent().filter(a -> a.newest().faults().isEmpty()).isPresent())
        .anyMatch(n -> n.server().filter(s -> s.answers() && s.isStreaming()).isPresent());
  }

  private static Optional<String> problem(World world, SimulatedNode node, SimulatedNode primary) {
    Optional<AgentLife> agent = node.agent();
    if (isOfAnotherCluster(world, node)) {
      return Optional.empty();
    }
    if (agent.isEmpty()) {
      return Optional.of(node.name() + " has no agent");
    }
    // What it needs to follow may be put off until its disk has room again.
    if (isGivenUp(agent.get())
        || node.storage().isUnhealthy()
        || isOnTimelineUsedTwice(world, node, primary)) {
      return Optional.empty();
    }
    Optional<Server> server = node.server().filter(Server::answers);
    String reason = " (" + agent.get().newest().reason() + ")";
    if (server.isEmpty()) {
      return Optional.of(node.name() + " does not run" + reason);
    }
    if (!server.get().isStreaming()) {
      return Optional.of(node.name() + " does not stream" + reason);
    }
    boolean near = node.dir().wal().timeline() == primary.dir().wal().timeline();
    return near
        ? SlotInvariant.problem(world, node)
        : Optional.of(node.name() + " is on another timeline than the leader" + reason);
  }

  /** A node that died over creating the cluster has data that only an operator may put away. */
  private static boolean isOfAnotherCluster(World world, SimulatedNode node) {
    return node.dir().kind() == DataDir.Kind.INITIALIZED
        && !world.identity().equals(Optional.of(node.dir().systemIdentifier()));
  }

  /** A node that has diverged waits for an operator where the settings allow no repair. */
  private static boolean isGivenUp(AgentLife agent) {
    return agent.reason() instanceof Diverged;
  }

  /**
   * After the DCS has lost everything a timeline's number may be given out again that only this
   * node had seen: an operator has to copy it anew.
   */
  private static boolean isOnTimelineUsedTwice(
      World world, SimulatedNode node, SimulatedNode primary) {
    WalPosition leader = primary.dir().wal();
    return world.store().lostIdentity().isPresent()
        && node.dir().kind() == DataDir.Kind.INITIALIZED
        && node.dir().wal().timeline() == leader.timeline()
        && !leader.includes(node.dir().wal());
  }
}
