package io.hactl.agent.core;

import io.hactl.agent.core.DataDirectory.Initialized;
import io.hactl.agent.core.PostgresTask.StopPurpose;
import io.hactl.agent.core.Reason.Kind;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.ClusterCodec;
import io.hactl.dcs.Keys;
import io.hactl.dcs.MemberState;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * This node has no data, or has just made some:
 *
 * <pre>
 *   no cluster yet  -> claim initialize -> create -> announce: identity, settings and lease at once
 *   a cluster       -> copy from the leader or from a replica
 *   data, no owner  -> adopt it: its identity becomes the cluster's
 * </pre>
 *
 * A cluster that has an identity is never initialised again. The claim lives on this node's
 * session, so that a node that dies over it leaves the way free.
 */
final class Bootstrapping {

  private static final Duration RETRY = Duration.ofMillis(250);

  /** How long a claim that no living member stands behind is waited for without a word. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private Bootstrapping() {}

  /** Whether this node has the right to create the cluster, on its present session. */
  static boolean holdsInitialize(Observation o) {
    return o.lease().isAlive(o.now())
        && o.cluster()
            .map(Cluster::initialize)
            .filter(i -> i.exists() && i.value().isEmpty())
            .filter(i -> i.leaseId() == o.lease().sessionId())
            .isPresent();
  }

  static Decision withoutData(Observation o) {
    if (!o.server().isStopped()) {
      // The directory was taken away under a server that runs on with what it has in memory.
      return Decision.of(Kind.UNUSABLE_DATA, "the data directory is gone: stopping PostgreSQL")
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    if (o.ownLeaderKey().isPresent()) {
      Decision decision = Decision.of(Kind.NO_DATA_AS_LEADER);
      return o.isWriting(Purpose.LEADER)
          ? decision
          : decision.and(LeaderKey.release(o, o.ownLeaderKey().get(), Optional.empty()));
    }
    if (o.memory().failures().holdBack(o.now()) && !holdsInitialize(o)) {
      return o.memory().failures().waiting();
    }
    if (o.dcs().systemIdentifier().isPresent() || o.anotherLeads()) {
      return copy(o);
    }
    return holdsInitialize(o) ? create(o) : claim(o);
  }

  private static Decision copy(Observation o) {
    // An election takes who is in the key for one that has every write.
    if (o.dcs().sync().value().contains(o.self().name())) {
      return SyncKey.waitToLeave(o);
    }
    return Upstreams.toCopy(o, o.memory().reinitFromLeader())
        .map(
            source ->
                Decision.of(Kind.CLONING, source.name())
                    .run(new PostgresTask.Clone(source, slotOn(o, source), o.config())))
        .orElseGet(() -> Decision.of(Kind.WAITING_FOR_SOURCE));
  }

  /** The leader keeps a slot for each member; a replica as the source lends a temporary one. */
  private static String slotOn(Observation o, Upstream source) {
    return o.dcs().isLeader(source.name()) && !o.self().tags().nostream() ? source.slot() : "";
  }

  private static Decision claim(Observation o) {
    // Who may never lead may not be the only one with data either.
    if (o.dcs().initialize().exists() || o.self().tags().nofailover()) {
      return waitForCluster(o);
    }
    if (!o.fence().ready()) {
      return o.waitForFence();
    }
    if (o.data() instanceof DataDirectory.Empty empty) {
      Optional<String> known =
          o.memory().knownCluster().map(KnownCluster::identity).or(empty::formerly);
      if (known.isPresent()) {
        // There is a cluster, and its members' data say which: an empty one in its place would not
        // do.
        return Decision.of(Kind.DCS_LOST_CLUSTER, known.get());
      }
    }
    Decision decision = Decision.of(Kind.CLAIMING_INITIALIZE);
    if (!o.lease().isAlive(o.now()) || o.isWriting(Purpose.INITIALIZE)) {
      return decision;
    }
    return decision.and(
        new Action.Commit(
            Purpose.INITIALIZE,
            Transaction.builder()
                .ifAbsent(Keys.INITIALIZE)
                .ifAbsent(Keys.LEADER)
                .put(Keys.INITIALIZE, "", o.lease().sessionId())
                .build()));
  }

  /**
   * Somebody else creates the cluster, or did not finish: a claim without a session, as Patroni
   * makes it, stays when its owner dies. It is never taken over, as nobody can tell an owner that
   * cannot reach the DCS from one that is dead; after {@link #STUCK} the operator is told.
   */
  private static Decision waitForCluster(Observation o) {
    var claim = o.dcs().initialize();
    boolean forGood = claim.exists() && claim.value().isEmpty() && claim.leaseId() == 0;
    boolean creating =
        o.dcs().members().values().stream()
            .filter(m -> !m.name().equals(o.self().name()))
            .flatMap(m -> m.state().stream())
            .anyMatch(s -> s != MemberState.STOPPED);
    if (!forGood || creating || !o.dcs().isUnlocked()) {
      return Decision.of(Kind.WAITING_FOR_CLUSTER);
    }
    Tick since = o.memory().unlockedSince().orElse(o.now());
    return o.now().isBefore(since.plus(STUCK))
        ? Decision.of(Kind.WAITING_FOR_CLUSTER).and(new Action.WakeAt(since.plus(STUCK)))
        : Decision.of(Kind.STUCK_INITIALIZE);
  }

  private static Decision create(Observation o) {
    if (o.memory().failures().count() > 0) {
      return giveUp(o);
    }
    if (!o.fence().ready()) {
      return o.waitForFence();
    }
    return Decision.of(Kind.CREATING_CLUSTER)
        .run(new PostgresTask.Bootstrap(o.config()))
        .and(new Action.WakeAt(o.demoteAt()));
  }

  /** The claim goes with the session; whoever starts this agent again sees the message. */
  private static Decision giveUp(Observation o) {
    return new Decision(
        new Reason(Kind.GIVING_UP_INITIALIZE, List.of()),
        List.of(new Action.EndSession(), new Action.Exit(1)));
  }

  /** What an interrupted initdb or base backup of this agent left is of no use to anybody. */
  static Decision incomplete(Observation o) {
    if (o.memory().failures().holdBack(o.now()) && holdsInitialize(o)) {
      return giveUp(o);
    }
    if (o.memory().failures().holdBack(PostgresTask.Discard.class, o.now())) {
      return o.memory().failures().waiting();
    }
    if (!o.server().isStopped()) {
      return Decision.of(Kind.SETTING_ASIDE, "creating the data directory was interrupted")
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    return Decision.of(Kind.SETTING_ASIDE, "creating the data directory was interrupted")
        .run(new PostgresTask.Discard(Optional.empty()));
  }

  /** Whether the data was made by this agent for a cluster that is not announced yet. */
  static boolean isUnderWay(Observation o) {
    return o.memory().bootstrapped().isPresent()
        && !o.memory().bootstrapped().equals(o.dcs().systemIdentifier());
  }

  static Decision withData(Observation o) {
    if (holdsInitialize(o) && !o.anotherLeads()) {
      return announce(o);
    }
    if (!o.dcs().initialize().exists() && o.dcs().isUnlocked()) {
      return claim(o);
    }
    if (!o.connected() || o.memory().failures().holdBack(o.now())) {
      return Decision.of(Kind.WAITING_FOR_DCS).and(o.wakeIn(RETRY));
    }
    if (o.dcs().systemIdentifier().isEmpty()) {
      // This node's own announcement may have come through unheard, and a claim may be given up.
      return Decision.of(Kind.WAITING_FOR_CLUSTER).and(o.wakeIn(RETRY));
    }
    // Somebody else was faster while the session was away: this cluster never existed.
    Decision decision = Decision.of(Kind.SETTING_ASIDE, "another member created the cluster");
    return o.server().isStopped()
        ? decision.run(
            new PostgresTask.SetAside(PostgresTask.SetAside.NOT_ANNOUNCED, Optional.empty()))
        : decision.run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, Duration.ZERO));
  }

  private static Decision announce(Observation o) {
    Decision decision = Decision.of(Kind.ANNOUNCING_CLUSTER);
    if (o.isWriting(Purpose.LEADER) || !o.connected()) {
      return decision.and(new Action.WakeAt(o.demoteAt()));
    }
    Transaction.Builder tx =
        found(o, o.memory().bootstrapped().orElseThrow(), o.self().bootstrapConfig())
            .put(Keys.LEADER, o.self().name(), o.lease().sessionId());
    return decision.and(new Action.Commit(Purpose.LEADER, tx.build()));
  }

  /**
   * The cluster has no identity, and this node has data: its identity becomes the cluster's. Who
   * runs as a primary leads at once; what was one waits for such a one, and a standby for both, so
   * that after the DCS has lost everything the server that took the last writes leads on. Both wait
   * for a ttl at least: a leader that cannot be reached goes by its lease until then, though the
   * DCS has forgotten it; and longer where it was promised that.
   */
  static Decision adopt(Observation o, Initialized data) {
    Decision decision = Decision.of(Kind.ADOPTING);
    if (o.holdsLease()) {
      return restoreIdentity(o, data, decision.and(new Action.WakeAt(o.demoteAt())));
    }
    if (o.dcs().initialize().exists() || !o.dcs().isUnlocked()) {
      return waitForCluster(o);
    }
    if (!o.connected() || !o.lease().isAlive(o.now()) || o.isWriting(Purpose.LEADER)) {
      return decision.and(o.wakeIn(RETRY));
    }
    boolean primary = o.server().isPrimary();
    Tick turn = adoptionTurn(o, data.standbySignal());
    boolean ahead = data.standbySignal() || Candidate.memberAhead(o, data.timeline()).isEmpty();
    if (!primary && (o.now().isBefore(turn) || !ahead)) {
      return Decision.of(Kind.WAITING_FOR_CLUSTER)
          .and(new Action.WakeAt(turn), o.wakeIn(Candidate.PATIENCE));
    }
    // The settings it had count more than those a new cluster would begin with.
    Transaction.Builder tx = found(o, data.systemIdentifier(), o.stored());
    if (!data.standbySignal()) {
      tx.put(Keys.LEADER, o.self().name(), o.lease().sessionId());
    }
    return decision.and(new Action.Commit(Purpose.LEADER, tx.build()));
  }

  /** When who runs as no primary may take it that nobody does any more. */
  private static Tick adoptionTurn(Observation o, boolean standby) {
    Optional<KnownCluster> known = o.memory().knownCluster();
    Duration ttl = known.map(KnownCluster::longestTtl).orElse(o.config().ttl());
    Duration lease = ttl.compareTo(Candidate.PATIENCE) > 0 ? ttl : Candidate.PATIENCE;
    // Since when no leader was seen says nothing: one may have led unseen until the keys were lost.
    Tick seen = known.flatMap(KnownCluster::lostAt).or(o.memory()::unlockedSince).orElse(o.now());
    Tick turn = seen.plus(standby ? lease.plus(Candidate.PATIENCE) : lease);
    return FailsafeMember.active(o)
        .map(FailsafeMemory.Promise::until)
        .filter(turn::isBefore)
        .orElse(turn);
  }

  /** Somebody removed the identity of a cluster that has a leader. */
  private static Decision restoreIdentity(Observation o, Initialized data, Decision decision) {
    return o.isWriting(Purpose.INITIALIZE)
        ? decision
        : decision.and(
            new Action.Commit(
                Purpose.INITIALIZE,
                Transaction.builder()
                    .ifAt(Keys.LEADER, o.ownLeaderKey().orElseThrow().modRevision())
                    .ifAt(Keys.INITIALIZE, o.dcs().initialize().modRevision())
                    .put(Keys.INITIALIZE, data.systemIdentifier())
                    .build()));
  }

  private static Transaction.Builder found(
      Observation o, String systemIdentifier, DynamicConfig config) {
    Transaction.Builder tx =
        Transaction.builder()
            .ifAt(Keys.INITIALIZE, o.dcs().initialize().modRevision())
            .ifAbsent(Keys.LEADER)
            .ifAt(Keys.CONFIG, o.dcs().config().modRevision())
            .put(Keys.INITIALIZE, systemIdentifier);
    if (!o.dcs().config().exists()) {
      tx.put(Keys.CONFIG, ClusterCodec.write(config));
    }
    return tx;
  }
}
