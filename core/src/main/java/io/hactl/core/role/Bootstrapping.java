package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.RunningPrimary;
import io.hactl.core.election.Vacancy;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.KnownCluster;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.reason.Creating.Adopting;
import io.hactl.core.reason.Creating.AnnouncingCluster;
import io.hactl.core.reason.Creating.ClaimingInitialize;
import io.hactl.core.reason.Creating.Cloning;
import io.hactl.core.reason.Creating.CreatingCluster;
import io.hactl.core.reason.Creating.DataGone;
import io.hactl.core.reason.Creating.DcsLostCluster;
import io.hactl.core.reason.Creating.GivingUpInitialize;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.Creating.StuckInitialize;
import io.hactl.core.reason.Creating.WaitingForCluster;
import io.hactl.core.reason.Creating.WaitingForSource;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.reason.Waiting.WaitingForDcs;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Situation;
import io.hactl.core.sync.SyncKey;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.Duration;
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
public final class Bootstrapping {

  private static final Duration RETRY = Duration.ofMillis(250);

  /** How long a claim that no living member stands behind is waited for without a word. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private Bootstrapping() {}

  static Decision withoutData(Situation s) {
    if (!s.server().isStopped()) {
      // The directory was taken away under a server that runs on with what it has in memory.
      return Decision.of(new DataGone())
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    if (s.ownLeaderKey().isPresent()) {
      return LeaderKey.giveBack(s, new NoDataAsLeader(), Optional.empty());
    }
    Optional<Decision> waiting =
        Waits.backingOff(s, TaskKind.BOOTSTRAP, TaskKind.CLONE)
            .filter(w -> !Initialisation.isClaimedHere(s));
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (isCopy(s)) {
      return copy(s);
    }
    return Initialisation.isClaimedHere(s) ? create(s) : claim(s);
  }

  /** Whether there is a cluster already, to copy from. */
  static boolean isCopy(Situation s) {
    return s.cluster().systemIdentifier().isPresent() || s.anotherLeads();
  }

  private static Decision copy(Situation s) {
    // An election takes who is in the key for one that has every write.
    if (s.cluster().sync().value().contains(s.self().name())) {
      return SyncKey.waitToLeave(s);
    }
    return Upstreams.toCopy(s, s.memory().reinitFromLeader())
        .map(
            source ->
                Decision.of(new Cloning(source.name()))
                    .run(new PostgresTask.Clone(source, slotOn(s, source), s.config())))
        .orElseGet(() -> Decision.of(new WaitingForSource()));
  }

  /** The leader keeps a slot for each member; a replica as the source lends a temporary one. */
  private static String slotOn(Situation s, Upstream source) {
    return s.cluster().isLeader(source.name()) && !s.self().tags().nostream() ? source.slot() : "";
  }

  private static Decision claim(Situation s) {
    // Who may never lead may not be the only one with data either.
    if (s.cluster().initialize().exists() || s.self().tags().nofailover()) {
      return waitForCluster(s);
    }
    if (!s.fence().ready()) {
      return Waits.forFence(s);
    }
    if (s.data() instanceof DataDirectory.Empty empty) {
      Optional<String> known =
          s.memory().knownCluster().map(KnownCluster::identity).or(empty::formerly);
      if (known.isPresent()) {
        // There is a cluster, and its members' data say which: an empty one in its place would not
        // do.
        return Decision.of(new DcsLostCluster(known.get()));
      }
    }
    Decision decision = Decision.of(new ClaimingInitialize());
    if (!s.lease().isAlive(s.now()) || s.isWriting(Purpose.INITIALIZE)) {
      return decision;
    }
    return decision.and(
        new Action.Commit(
            Purpose.INITIALIZE,
            Transaction.builder()
                .ifAbsent(Keys.INITIALIZE)
                .ifAbsent(Keys.LEADER)
                .put(Keys.INITIALIZE, "", s.lease().sessionId())
                .build()));
  }

  /**
   * Somebody else creates the cluster, or did not finish: a claim without a session, as Patroni
   * makes it, stays when its owner dies. It is never taken over, as nobody can tell an owner that
   * cannot reach the DCS from one that is dead; after {@link #STUCK} the operator is told.
   */
  private static Decision waitForCluster(Situation s) {
    var claim = s.cluster().initialize();
    boolean forGood = claim.exists() && claim.value().isEmpty() && claim.leaseId() == 0;
    boolean creating =
        s.cluster().members().values().stream()
            .filter(m -> !m.name().equals(s.self().name()))
            .flatMap(m -> m.state().stream())
            .anyMatch(state -> state != MemberState.STOPPED);
    if (!forGood || creating || !s.cluster().isUnlocked()) {
      return Decision.of(new WaitingForCluster());
    }
    Tick since = s.memory().unlockedSince().orElse(s.now());
    return s.now().isBefore(since.plus(STUCK))
        ? Decision.of(new WaitingForCluster()).and(new Action.WakeAt(since.plus(STUCK)))
        : Decision.of(new StuckInitialize());
  }

  private static Decision create(Situation s) {
    if (s.memory().failures().has(TaskKind.BOOTSTRAP)) {
      return giveUp(s);
    }
    if (!s.fence().ready()) {
      return Waits.forFence(s);
    }
    return Decision.of(new CreatingCluster())
        .run(new PostgresTask.Bootstrap(s.config()))
        .and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
  }

  /** The claim goes with the session; whoever starts this agent again sees the message. */
  private static Decision giveUp(Situation s) {
    return Decision.of(new GivingUpInitialize()).and(new Action.EndSession(), new Action.Exit(1));
  }

  /** What an interrupted initdb or base backup of this agent left is of no use to anybody. */
  static Decision incomplete(Situation s) {
    if (s.memory().failures().has(TaskKind.BOOTSTRAP) && Initialisation.isClaimedHere(s)) {
      return giveUp(s);
    }
    Optional<Decision> waiting = Waits.backingOff(s, TaskKind.DISCARD);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (!s.server().isStopped()) {
      return Decision.of(new SettingAside(new DataProblem.CreationInterrupted()))
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    return Decision.of(new SettingAside(new DataProblem.CreationInterrupted()))
        .run(new PostgresTask.Discard(Optional.empty()));
  }

  static Decision withData(Situation s) {
    if (Initialisation.isClaimedHere(s) && !s.anotherLeads()) {
      return announce(s);
    }
    if (!s.cluster().initialize().exists() && s.cluster().isUnlocked()) {
      return claim(s);
    }
    if (!s.connected()
        || s.memory().failures().holdBack(s.now(), TaskKind.SET_ASIDE, TaskKind.STOP)) {
      return Decision.of(new WaitingForDcs()).and(Waits.atMost(s, RETRY));
    }
    if (s.cluster().systemIdentifier().isEmpty()) {
      // This node's own announcement may have come through unheard, and a claim may be given up.
      return Decision.of(new WaitingForCluster()).and(Waits.atMost(s, RETRY));
    }
    // Somebody else was faster while the session was away: this cluster never existed.
    Decision decision = Decision.of(new SettingAside(new DataProblem.CreatedElsewhere()));
    return s.server().isStopped()
        ? decision.run(
            new PostgresTask.SetAside(PostgresTask.SetAside.NOT_ANNOUNCED, Optional.empty()))
        : decision.run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, Duration.ZERO));
  }

  private static Decision announce(Situation s) {
    Decision decision = Decision.of(new AnnouncingCluster());
    if (s.isWriting(Purpose.LEADER) || !s.connected()) {
      return decision.and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
    }
    Transaction.Builder tx =
        found(s, s.memory().bootstrapped().orElseThrow(), s.self().bootstrapConfig())
            .put(Keys.LEADER, s.self().name(), s.lease().sessionId());
    return decision.and(new Action.Commit(Purpose.LEADER, tx.build()));
  }

  /**
   * The cluster has no identity, and this node has data: its identity becomes the cluster's. Who
   * runs as a primary leads at once; what was one waits for such a one, and a standby for both, so
   * that after the DCS has lost everything the server that took the last writes leads on. Both wait
   * for a ttl at least: a leader that cannot be reached goes by its lease until then, though the
   * DCS has forgotten it; and longer where it was promised that.
   */
  static Decision adopt(Situation s, Initialized data) {
    Decision decision = Decision.of(new Adopting());
    if (s.holdsLease()) {
      return restoreIdentity(s, data, decision.and(new Action.WakeAt(WriteDeadline.demoteAt(s))));
    }
    if (s.cluster().initialize().exists() || !s.cluster().isUnlocked()) {
      return waitForCluster(s);
    }
    if (!s.canWrite(Purpose.LEADER)) {
      return decision.and(Waits.atMost(s, RETRY));
    }
    boolean primary = s.server().isPrimary();
    Tick turn = adoptionTurn(s, data.standbySignal());
    boolean ahead =
        data.standbySignal() || RunningPrimary.memberAhead(s, data.timeline()).isEmpty();
    if (!primary && (s.now().isBefore(turn) || !ahead)) {
      return Decision.of(new WaitingForCluster())
          .and(new Action.WakeAt(turn), Waits.atMost(s, Vacancy.PATIENCE));
    }
    // The settings it had count more than those a new cluster would begin with.
    Transaction.Builder tx = found(s, data.systemIdentifier(), s.stored());
    if (!data.standbySignal()) {
      tx.put(Keys.LEADER, s.self().name(), s.lease().sessionId());
    }
    return decision.and(new Action.Commit(Purpose.LEADER, tx.build()));
  }

  /** When who runs as no primary may take it that nobody does any more. */
  private static Tick adoptionTurn(Situation s, boolean standby) {
    Optional<KnownCluster> known = s.memory().knownCluster();
    Duration ttl = known.map(KnownCluster::longestTtl).orElse(s.config().ttl());
    Duration lease = ttl.compareTo(Vacancy.PATIENCE) > 0 ? ttl : Vacancy.PATIENCE;
    // Since when no leader was seen says nothing: one may have led unseen until the keys were lost.
    Tick seen = known.flatMap(KnownCluster::lostAt).or(s.memory()::unlockedSince).orElse(s.now());
    Tick turn = seen.plus(standby ? lease.plus(Vacancy.PATIENCE) : lease);
    return FailsafeMember.active(s)
        .map(FailsafeMemory.Promise::until)
        .filter(turn::isBefore)
        .orElse(turn);
  }

  /** Somebody removed the identity of a cluster that has a leader. */
  private static Decision restoreIdentity(Situation s, Initialized data, Decision decision) {
    return s.isWriting(Purpose.INITIALIZE)
        ? decision
        : decision.and(
            new Action.Commit(
                Purpose.INITIALIZE,
                Transaction.builder()
                    .ifAt(Keys.LEADER, s.ownLeaderKey().orElseThrow().modRevision())
                    .ifAt(Keys.INITIALIZE, s.cluster().initialize().modRevision())
                    .put(Keys.INITIALIZE, data.systemIdentifier())
                    .build()));
  }

  private static Transaction.Builder found(
      Situation s, String systemIdentifier, DynamicConfig config) {
    Transaction.Builder tx =
        Transaction.builder()
            .ifAt(Keys.INITIALIZE, s.cluster().initialize().modRevision())
            .ifAbsent(Keys.LEADER)
            .ifAt(Keys.CONFIG, s.cluster().config().modRevision())
            .put(Keys.INITIALIZE, systemIdentifier);
    if (!s.cluster().config().exists()) {
      tx.put(Keys.CONFIG, ClusterCodec.write(config));
    }
    return tx;
  }
}
