package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.learning.MemoryRules;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.memory.RejoinMemory;
import io.hactl.core.memory.RejoinMemory.Lost;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Upstream;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Observation;
import io.hactl.core.sync.SyncKey;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.TimelineHistory;
import java.time.Duration;
import java.util.Optional;

/**
 * A stopped server comes back under another member's lead:
 *
 * <pre>
 *   crashed primary -> crash recovery -> compare -> same path: start
 *                                                -> diverged: rewind -> start
 *   tries used up   -> set aside, or removed where an operator asked for that -> copy anew
 *                   -> waits for an operator, where the settings allow neither
 * </pre>
 */
final class Rejoin {

  private Rejoin() {}

  static Decision decide(Observation o, Initialized data) {
    if (o.memory().failures().holdBack(o.now())) {
      return waiting(o);
    }
    RejoinMemory rejoin = o.memory().rejoin();
    if (rejoin.rewound() && rejoin.isSpent() && hasFailed(o)) {
      return unusable(o, "the server does not start after pg_rewind");
    }
    if (!mayHaveDiverged(o, data)) {
      return startStandby(o);
    }
    Optional<Comparison> compared = comparisonWithLeader(o);
    if (compared.isEmpty()) {
      return compare(o, data);
    }
    return compared.get().divergedAt().isEmpty() ? startStandby(o) : diverged(o, compared.get());
  }

  private static boolean hasFailed(Observation o) {
    return o.memory().failures().isOf(PostgresTask.StartStandby.class);
  }

  /** The last comparison, if it was with the member that leads now. */
  static Optional<Comparison> comparisonWithLeader(Observation o) {
    return o.memory().compared().filter(c -> c.leader().equals(Replica.leaderName(o)));
  }

  /** The WAL that a comparison with the leader found to be none of its history. */
  static Optional<Lost> found(Observation o) {
    return comparisonWithLeader(o)
        .filter(c -> c.divergedAt().isPresent())
        .map(c -> new Lost(c.divergedAt(), Optional.of(c.end())));
  }

  /** Only a server that was a primary, or one that was found to, can have WAL of its own. */
  private static boolean mayHaveDiverged(Observation o, Initialized data) {
    return found(o).isPresent() || !data.standbySignal();
  }

  private static Decision compare(Observation o, Initialized data) {
    // Without leave to copy anew there is nothing better than to go on trying, ever more slowly.
    boolean givenUp = o.memory().rejoin().isSpent() && mayCopy(o);
    if (data.state().wasPrimary() && !data.state().isClean()) {
      return givenUp
          ? unusable(o, "crash recovery fails")
          : Decision.of(Kind.RECOVERING_CRASH).run(new PostgresTask.RecoverCrash());
    }
    Optional<Upstream> leader = Upstreams.leader(o);
    if (leader.isEmpty() || !Upstreams.leaderRunsAsPrimary(o.dcs())) {
      return Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(o));
    }
    return givenUp
        ? unusable(o, "the timelines cannot be compared with the leader's")
        : Decision.of(Kind.COMPARING, leader.get().name())
            .run(new PostgresTask.CompareTimelines(leader.get()));
  }

  private static Decision diverged(Observation o, Comparison c) {
    String at = MemoryRules.at(c.divergedAt());
    if (!SyncKey.letsGo(o)) {
      return SyncKey.waitToLeave(o);
    }
    return canRewind(o) ? rewind(o, at) : unusable(o, "the WAL left the leader's history at " + at);
  }

  private static boolean canRewind(Observation o) {
    return o.config().postgresql().usePgRewind() && !o.memory().rejoin().isSpent();
  }

  private static Decision rewind(Observation o, String at) {
    Optional<Upstream> leader = Upstreams.leader(o);
    return leader.isPresent() && Upstreams.leaderRunsAsPrimary(o.dcs())
        ? Decision.of(Kind.REWINDING, at)
            .run(new PostgresTask.Rewind(leader.get(), o.config(), found(o)))
        : Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(o));
  }

  /**
   * A rewind was interrupted, by the end of the agent or of the machine: it is begun again, or the
   * data is copied anew. Nothing is started from it.
   */
  static Decision halfRewound(Observation o) {
    if (!o.server().isStopped()) {
      return Decision.of(Kind.STOPPING_TO_REJOIN, "an earlier rewind, which was interrupted")
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    if (o.ownLeaderKey().isPresent()) {
      Decision decision = Decision.of(Kind.NO_DATA_AS_LEADER);
      return o.isWriting(Purpose.LEADER)
          ? decision
          : decision.and(LeaderKey.release(o, o.ownLeaderKey().get(), Optional.empty()));
    }
    if (!o.anotherLeads()) {
      return Decision.of(Kind.NOT_TAKING, "pg_rewind was interrupted here");
    }
    if (o.memory().reinitializing()) {
      return Decision.of(Kind.REINITIALIZING).run(new PostgresTask.Discard(found(o)));
    }
    if (o.memory().failures().holdBack(o.now())) {
      return waiting(o);
    }
    return canRewind(o)
        ? rewind(o, "an earlier rewind, which was interrupted")
        : unusable(o, "pg_rewind was interrupted");
  }

  /** Between two tries, and when no more of them can help, without leave to copy anew. */
  private static Decision waiting(Observation o) {
    RejoinMemory rejoin = o.memory().rejoin();
    return rejoin.isSpent() && !mayCopy(o)
        ? Decision.of(Kind.DIVERGED, rejoin.problem())
            .and(o.memory().failures().waiting().actions())
        : o.memory().failures().waiting();
  }

  /** Neither crash recovery nor pg_rewind makes a replica of it. */
  private static Decision unusable(Observation o, String why) {
    String problem = o.memory().rejoin().problem();
    String all = problem.isEmpty() ? why : why + " (last failure: " + problem + ")";
    if (!mayCopy(o)) {
      return Decision.of(Kind.DIVERGED, all);
    }
    // What is gone cannot be got back, so that a source is awaited first.
    if (Upstreams.toCopy(o, false).isEmpty()) {
      return Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(o));
    }
    Optional<Lost> lost = found(o).or(() -> Optional.of(assumed(o)));
    return mayRemove(o)
        ? Decision.of(Kind.REMOVING_DATA, all).run(new PostgresTask.Discard(lost))
        : Decision.of(Kind.SETTING_ASIDE, all).run(new PostgresTask.SetAside("diverged", lost));
  }

  /** Without a comparison the cluster's history tells where this timeline ended for the others. */
  private static Lost assumed(Observation o) {
    Optional<Lsn> left =
        o.data() instanceof Initialized data
            ? o.dcs().history().value().entries().stream()
                .filter(e -> e.timeline() == data.timeline())
                .map(TimelineHistory.Entry::switchLsn)
                .findFirst()
            : Optional.empty();
    return new Lost(left, Optional.empty());
  }

  private static boolean mayCopy(Observation o) {
    return mayRemove(o) || o.config().postgresql().setAsideDivergedData();
  }

  private static boolean mayRemove(Observation o) {
    var postgresql = o.config().postgresql();
    return postgresql.removeDataDirectoryOnDivergedTimelines()
        || (postgresql.usePgRewind() && postgresql.removeDataDirectoryOnRewindFailure());
  }

  private static Decision startStandby(Observation o) {
    Optional<Upstream> upstream = Upstreams.toFollow(o);
    return Decision.of(Kind.STARTING_STANDBY, Replica.leaderName(o))
        .run(new PostgresTask.StartStandby(upstream, o.config(), Replica.startTimeout(o)));
  }
}
