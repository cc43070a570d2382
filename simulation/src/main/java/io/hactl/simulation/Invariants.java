package io.hactl.simulation;

import io.hactl.core.model.Survey;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must never be. The first thing that is ends the run. */
final class Invariants {

  /** How long before the lease is taken the others were asked at the latest. */
  private static final Duration ASKED_BEFORE = Duration.ofSeconds(15);

  private final World world;
  private final SyncInvariant synchronous;
  private final SwitchoverInvariant switchover;
  private final HealthInvariant health;
  private final Map<String, Map<String, PeerStatus>> surveys = new HashMap<>();
  private final Map<String, Long> surveyed = new HashMap<>();
  private final Map<String, Set<String>> askedWithoutKey = new HashMap<>();
  private Optional<String> violation = Optional.empty();
  private Optional<Throwable> cause = Optional.empty();
  private int newestTimeline = 1;
  private Optional<String> lostIdentity = Optional.empty();
  private String newestPrimary = "";
  private long lastAcknowledged = -1;
  private long acknowledged;
  private int promotions;

  Invariants(World world) {
    this.world = world;
    this.synchronous = new SyncInvariant(world);
    this.switchover = new SwitchoverInvariant(world);
    this.health = new HealthInvariant(world);
  }

  void broken(String what) {
    if (violation.isEmpty()) {
      violation = Optional.of(what);
      world.trace().note("***", what);
    }
  }

  void broken(String what, Throwable why) {
    if (violation.isEmpty()) {
      cause = Optional.of(why);
    }
    broken(what);
  }

  Optional<String> violation() {
    return violation;
  }

  Optional<Throwable> cause() {
    return cause;
  }

  /** A server runs as a primary without having been promoted just now. */
  void becamePrimary(SimulatedNode node) {
    alone(node);
    newestPrimary = node.name();
  }

  void promoted(SimulatedNode node, int timeline) {
    alone(node);
    promotions++;
    if (timeline <= newestTimeline && lostIdentity.isEmpty()) {
      broken(
          "%s is promoted to timeline %d, and %d exists already"
              .formatted(node.name(), timeline, newestTimeline));
    }
    newestTimeline = Math.max(newestTimeline, timeline);
    newestPrimary = node.name();
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

  /** A client's write, which ends at {@code position}, was acknowledged. */
  void acknowledged(SimulatedNode node, WalPosition position) {
    if (!isTheOperators(node)) {
      synchronous.acknowledged(position);
    }
    switchover.acknowledged(node, position);
    acknowledged++;
    lastAcknowledged = world.scheduler().now();
    int timeline = node.dir().wal.timeline();
    if (timeline < newestTimeline && lostIdentity.isEmpty() && !node.guard().isLeftAlone()) {
      broken(
          "%s acknowledges a write on timeline %d after %s was promoted to %d"
              .formatted(node.name(), timeline, newestPrimary, newestTimeline));
    }
    alone(node);
  }

  HealthInvariant health() {
    return health;
  }

  /** A pause left it to the operator, without a lease. */
  private boolean isTheOperators(SimulatedNode node) {
    return node.guard().isLeftAlone()
        && world.store().leader().filter(node.name()::equals).isEmpty();
  }

  SyncInvariant synchronous() {
    return synchronous;
  }

  /** What an operator asks for at this moment. */
  Failover request() {
    return world.store().cluster().failover().value();
  }

  /** Something has happened. */
  void check() {
    synchronous.check();
  }

  void surveyed(SimulatedNode node, Map<String, PeerStatus> answers) {
    surveys.put(node.name(), answers);
    surveyed.put(node.name(), world.scheduler().now());
  }

  /** Who led last is asked without a key, too, and is not waited for for ever. */
  void decidesBy(SimulatedNode node, Survey survey) {
    askedWithoutKey.put(node.name(), survey.withoutKey());
  }

  /**
   * The leader key was written.
   *
   * @param before whose it was
   * @param request what an operator asked for, and is done with by this
   */
  void leaseTaken(SimulatedNode node, Optional<String> before, Failover request) {
    if (before.filter(b -> !b.equals(node.name())).isPresent()) {
      broken("%s takes the lease that %s holds".formatted(node.name(), before.get()));
    }
    synchronous.taken(node, request);
    switchover.taken(node, request);
  }

  /** The leader key was given back after a stop in order, while {@code request} stood. */
  void leaseHandedOver(SimulatedNode node, Failover request) {
    switchover.released(node, request);
  }

  /**
   * This node asks for the free lease.
   *
   * @param chosen whether an operator named it, so that it needs to ask nobody
   */
  void leaseAsked(SimulatedNode node, boolean chosen) {
    if (node.server().filter(s -> s.isRunning() && s.inRecovery()).isEmpty()) {
      return;
    }
    if (node.self().tags().nofailover()) {
      broken(node.name() + " takes the lease, though it is tagged nofailover");
    }
    if (!chosen) {
      surveyAllows(node);
    }
  }

  private void surveyAllows(SimulatedNode node) {
    long since = world.scheduler().now() - surveyed.getOrDefault(node.name(), Long.MIN_VALUE / 2);
    if (since > ASKED_BEFORE.toNanos()) {
      broken(node.name() + " takes the lease without having asked the others");
    }
    SyncState sync = world.store().cluster().sync().value();
    for (PeerStatus peer : surveys.getOrDefault(node.name(), Map.of()).values()) {
      if (peer.running() && !peer.inRecovery()) {
        broken("%s takes the lease while %s says it is a primary".formatted(node.name(), peer));
      }
      boolean mayLead =
          peer.running()
              && !peer.tags().nofailover()
              && !peer.isIll()
              && !askedWithoutKey.getOrDefault(node.name(), Set.of()).contains(peer.name())
              && (!sync.isActive() || sync.contains(peer.name()));
      if (mayLead && isAhead(peer, node.dir().wal)) {
        broken("%s takes the lease at %s behind %s".formatted(node.name(), node.dir().wal, peer));
      }
    }
  }

  private static boolean isAhead(PeerStatus peer, WalPosition wal) {
    return peer.timeline() > wal.timeline()
        || (peer.timeline() == wal.timeline() && peer.position().bytes() > wal.lsn());
  }

  /**
   * The store has changed: a cluster's identity stays what it is.
   *
   * @param before the identity before; empty: there was none
   */
  void identityAfter(Optional<String> before) {
    Optional<String> now = identity();
    if (lostIdentity.isPresent() && now.isPresent() && !now.equals(lostIdentity)) {
      broken(
          "the DCS lost the cluster %s, and now it is %s".formatted(lostIdentity.get(), now.get()));
    }
    if (before.isPresent() && !before.equals(now)) {
      broken("the cluster was " + before.get() + " and is now " + now.orElse("none"));
    }
  }

  /**
   * The DCS has lost everything: the cluster must get the same identity again. Which timelines
   * there were nobody may know any more, where only a node that is gone has seen the newest.
   */
  void identityLost(String identity) {
    lostIdentity = Optional.of(identity);
  }

  boolean hasLostIdentity() {
    return lostIdentity.isPresent();
  }

  /**
   * Not after the DCS has lost everything, the timelines' numbers too: where the only node that has
   * seen a number was away then, and nobody's agent remembers it, it is given out a second time,
   * and PostgreSQL cannot tell the two apart.
   */
  void corrupted(String what) {
    if (lostIdentity.isEmpty()) {
      broken(what);
    }
  }

  /** The cluster's identity in the store. */
  Optional<String> identity() {
    return world.store().cluster().systemIdentifier();
  }

  /** The data is thrown away. */
  void discarded(SimulatedNode node) {
    if (node.dir().kind == DataDir.Kind.INITIALIZED && !node.isReinitGranted()) {
      broken(node.name() + " throws its data away, and nobody asked for that");
    }
  }

  /** The true time of the last acknowledged write; -1: there was none. */
  long lastAcknowledged() {
    return lastAcknowledged;
  }

  long acknowledgedWrites() {
    return acknowledged;
  }

  int promotions() {
    return promotions;
  }
}
