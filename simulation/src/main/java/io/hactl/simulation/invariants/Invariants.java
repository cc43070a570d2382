package io.hactl.simulation.invariants;

import io.hactl.core.decision.Decision;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must never be. The first thing that is ends the run. */
public final class Invariants implements Witness {

  /** How long before the lease is taken the others were asked at the latest. */
  private static final Duration ASKED_BEFORE = Duration.ofSeconds(15);

  private final World world;
  private final SyncInvariant synchronous;
  private final SwitchoverInvariant switchover;
  private final HealthInvariant health;
  private final HookInvariant hooks;
  private final PlanInvariant plans;
  private final SlotInvariant slots;
  private final Map<String, Map<String, PeerStatus>> heardFromPeers = new HashMap<>();
  private final Map<String, Long> heardFromPeersAt = new HashMap<>();
  private final Map<String, Set<String>> askedWithoutKey = new HashMap<>();
  private Optional<String> violation = Optional.empty();
  private Optional<Throwable> cause = Optional.empty();
  private int newestTimeline = 1;
  private String newestPrimary = "";
  private long lastAcknowledged = -1;
  private long acknowledged;
  private int promotions;

  private Invariants(World world) {
    this.world = world;
    this.synchronous = new SyncInvariant(world, this);
    this.switchover = new SwitchoverInvariant(world, this);
    this.health = new HealthInvariant(this);
    this.hooks = new HookInvariant(this);
    this.plans = new PlanInvariant(world, this);
    this.slots = new SlotInvariant(world, this);
  }

  /** Watches from now on what happens there. */
  public static Invariants of(World world) {
    Invariants invariants = new Invariants(world);
    world.watchedBy(invariants);
    return invariants;
  }

  private SimulatedNode node(String name) {
    return world.node(name).orElseThrow();
  }

  private boolean hasLostIdentity() {
    return world.store().lostIdentity().isPresent();
  }

  @Override
  public void broken(String what) {
    if (violation.isEmpty()) {
      violation = Optional.of(what);
      world.trace().note("***", what);
    }
  }

  @Override
  public void failed(String what, Throwable why) {
    if (violation.isEmpty()) {
      cause = Optional.of(why);
    }
    broken(what);
  }

  @Override
  public boolean isBroken() {
    return violation.isPresent();
  }

  public Optional<String> violation() {
    return violation;
  }

  public Optional<Throwable> cause() {
    return cause;
  }

  @Override
  public void becamePrimary(String node) {
    alone(node(node));
    newestPrimary = node;
  }

  @Override
  public void prePromoteEnded(String node, boolean well) {
    hooks.prePromoteEnded(node, well);
  }

  @Override
  public void promoted(String node, int timeline) {
    alone(node(node));
    hooks.promoted(node);
    promotions++;
    if (timeline <= newestTimeline && !hasLostIdentity()) {
      broken(
          "%s is promoted to timeline %d, and %d exists already"
              .formatted(node, timeline, newestTimeline));
    }
    newestTimeline = Math.max(newestTimeline, timeline);
    newestPrimary = node;
  }

  @Override
  public void startedHalfRewound(String node) {
    broken(node + " started a half rewound data directory");
  }

  /** No other server may take writes. */
  private void alone(SimulatedNode node) {
    if (node.guard().isLeftAlone()) {
      return;
    }
    for (SimulatedNode other : world.nodes()) {
      if (other != node
          && !other.guard().isLeftAlone()
          && (other.server().filter(Server::takesWrites).isPresent() || other.hasOrphans())) {
        broken("%s becomes a primary while %s is one".formatted(node.name(), other.name()));
      }
    }
  }

  @Override
  public void acknowledged(String name, WalPosition position) {
    SimulatedNode node = node(name);
    if (!isTheOperators(node)) {
      synchronous.acknowledged(position);
    }
    switchover.acknowledged(name, position);
    acknowledged++;
    lastAcknowledged = world.scheduler().now();
    int timeline = node.dir().wal().timeline();
    if (timeline < newestTimeline && !hasLostIdentity() && !node.guard().isLeftAlone()) {
      broken(
          "%s acknowledges a write on timeline %d after %s was promoted to %d"
              .formatted(node.name(), timeline, newestPrimary, newestTimeline));
    }
    alone(node);
  }

  @Override
  public void decided(String node, Observation o, Decision decision) {
    health.decided(node, o, decision);
    plans.decided(node, o, decision);
  }

  /** A pause left it to the operator, without a lease. */
  private boolean isTheOperators(SimulatedNode node) {
    return node.guard().isLeftAlone()
        && world.store().leader().filter(node.name()::equals).isEmpty();
  }

  @Override
  public void agentStarted(String node) {
    plans.agentStarted(node);
  }

  @Override
  public void restartAsked(String node) {
    plans.restartAsked(node);
  }

  @Override
  public void restartAnswered(String node) {
    plans.restartAnswered(node);
  }

  @Override
  public void restartPlanned(String node, Instant at) {
    plans.restartPlanned(node, at);
  }

  @Override
  public void restartCancelled(String node) {
    plans.restartCancelled(node);
  }

  @Override
  public void slotCreated(String node, String slot, long at) {
    slots.created(node, slot, at);
  }

  @Override
  public void slotMoved(String node, String slot, long from, long to) {
    slots.moved(node, slot, from, to);
  }

  @Override
  public void slotRead(String node, String slot, WalPosition position) {
    slots.read(node, slot, position);
  }

  @Override
  public void slotUnread(String slot) {
    slots.unread(slot);
  }

  @Override
  public void check() {
    synchronous.check();
  }

  @Override
  public void peersAnswered(String node, Map<String, PeerStatus> answers) {
    heardFromPeers.put(node, answers);
    heardFromPeersAt.put(node, world.scheduler().now());
  }

  /** Who led last is asked without a key, too, and is not waited for for ever. */
  @Override
  public void decidesBy(String node, PeerAnswers peerAnswers) {
    askedWithoutKey.put(node, peerAnswers.withoutKey());
  }

  @Override
  public void leaseTaken(String node, Optional<String> before, Failover request) {
    if (before.filter(b -> !b.equals(node)).isPresent()) {
      broken("%s takes the lease that %s holds".formatted(node, before.get()));
    }
    synchronous.taken(node(node), request);
    switchover.taken(node(node), request);
  }

  @Override
  public void leaseHandedOver(String node, Failover request) {
    switchover.released(node(node), request);
    plans.handedOver(node, request);
  }

  @Override
  public void leaseAsked(String name, boolean chosen) {
    SimulatedNode node = node(name);
    if (node.server().filter(s -> s.isRunning() && s.inRecovery()).isEmpty()) {
      return;
    }
    if (node.self().tags().nofailover()) {
      broken(node.name() + " takes the lease, though it is tagged nofailover");
    }
    if (!chosen) {
      answersAllow(node);
    }
  }

  private void answersAllow(SimulatedNode node) {
    long since =
        world.scheduler().now() - heardFromPeersAt.getOrDefault(node.name(), Long.MIN_VALUE / 2);
    if (since > ASKED_BEFORE.toNanos()) {
      broken(node.name() + " takes the lease without having asked the others");
    }
    SyncState sync = world.store().cluster().sync().value();
    for (PeerStatus peer : heardFromPeers.getOrDefault(node.name(), Map.of()).values()) {
      if (peer.running() && !peer.inRecovery()) {
        broken("%s takes the lease while %s says it is a primary".formatted(node.name(), peer));
      }
      boolean mayLead =
          peer.running()
              && !peer.tags().nofailover()
              && !peer.isUnhealthy()
              && !askedWithoutKey.getOrDefault(node.name(), Set.of()).contains(peer.name())
              && (!sync.isActive() || sync.contains(peer.name()));
      if (mayLead && isAhead(peer, node.dir().wal())) {
        broken("%s takes the lease at %s behind %s".formatted(node.name(), node.dir().wal(), peer));
      }
    }
  }

  private static boolean isAhead(PeerStatus peer, WalPosition wal) {
    return peer.timeline() > wal.timeline()
        || (peer.timeline() == wal.timeline() && peer.position().bytes() > wal.lsn());
  }

  /** A cluster's identity stays what it is. */
  @Override
  public void identityAfter(Optional<String> before) {
    Optional<String> now = world.identity();
    Optional<String> lostIdentity = world.store().lostIdentity();
    if (lostIdentity.isPresent() && now.isPresent() && !now.equals(lostIdentity)) {
      broken(
          "the DCS lost the cluster %s, and now it is %s".formatted(lostIdentity.get(), now.get()));
    }
    if (before.isPresent() && !before.equals(now)) {
      broken("the cluster was " + before.get() + " and is now " + now.orElse("none"));
    }
  }

  /**
   * Not after the DCS has lost everything, the timelines' numbers too: where the only node that has
   * seen a number was away then, and nobody's agent remembers it, it is given out a second time,
   * and PostgreSQL cannot tell the two apart.
   */
  @Override
  public void corrupted(String what) {
    if (!hasLostIdentity()) {
      broken(what);
    }
  }

  @Override
  public void discarded(String name, boolean granted) {
    if (node(name).dir().kind() == DataDir.Kind.INITIALIZED && !granted) {
      broken(name + " throws its data away, and nobody asked for that");
    }
  }

  /** The true time of the last acknowledged write; -1: there was none. */
  public long lastAcknowledged() {
    return lastAcknowledged;
  }

  public long acknowledgedWrites() {
    return acknowledged;
  }

  public int promotions() {
    return promotions;
  }
}
