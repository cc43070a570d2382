package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.decision.Waits;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.memory.RejoinMemory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.LostRange;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Situation;
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

  /** What a failure of holds the next try to come back back. */
  private static final TaskKind[] STAGES = {
    TaskKind.STOP,
    TaskKind.RECOVER_CRASH,
    TaskKind.COMPARE_TIMELINES,
    TaskKind.REWIND,
    TaskKind.SET_ASIDE,
    TaskKind.DISCARD,
    TaskKind.START_STANDBY
  };

  private Rejoin() {}

  static Decision decide(Situation s, Initialized data) {
    Optional<Decision> waiting = waiting(s);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    RejoinMemory rejoin = s.memory().rejoin();
    if (rejoin.rewound() && rejoin.isSpent() && hasFailed(s)) {
      return unusable(s, "the server does not start after pg_rewind");
    }
    if (!mayHaveDiverged(s, data)) {
      return startStandby(s);
    }
    Optional<Comparison> compared = comparisonWithLeader(s);
    if (compared.isEmpty()) {
      return compare(s, data);
    }
    return compared.get().divergedAt().isEmpty() ? startStandby(s) : diverged(s, compared.get());
  }

  private static boolean hasFailed(Situation s) {
    return s.memory().failures().has(TaskKind.START_STANDBY);
  }

  /** The last comparison, if it was with the member that leads now. */
  static Optional<Comparison> comparisonWithLeader(Situation s) {
    return s.memory().compared().filter(c -> c.leader().equals(Replica.leaderName(s)));
  }

  /** The WAL that a comparison with the leader found to be none of its history. */
  static Optional<LostRange> found(Situation s) {
    return comparisonWithLeader(s)
        .filter(c -> c.divergedAt().isPresent())
        .map(c -> new LostRange(c.divergedAt(), Optional.of(c.end())));
  }

  /** Only a server that was a primary, or one that was found to, can have WAL of its own. */
  private static boolean mayHaveDiverged(Situation s, Initialized data) {
    return found(s).isPresent() || !data.standbySignal();
  }

  private static Decision compare(Situation s, Initialized data) {
    // Without leave to copy anew there is nothing better than to go on trying, ever more slowly.
    boolean givenUp = s.memory().rejoin().isSpent() && mayCopy(s);
    if (data.state().wasPrimary() && !data.state().isClean()) {
      return givenUp
          ? unusable(s, "crash recovery fails")
          : Decision.of(Kind.RECOVERING_CRASH).run(new PostgresTask.RecoverCrash());
    }
    Optional<Upstream> leader = Upstreams.leader(s);
    if (leader.isEmpty() || !Upstreams.leaderRunsAsPrimary(s.cluster())) {
      return Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(s));
    }
    return givenUp
        ? unusable(s, "the timelines cannot be compared with the leader's")
        : Decision.of(Kind.COMPARING, leader.get().name())
            .run(new PostgresTask.CompareTimelines(leader.get()));
  }

  private static Decision diverged(Situation s, Comparison c) {
    String at = at(c.divergedAt());
    if (!SyncKey.letsGo(s)) {
      return SyncKey.waitToLeave(s);
    }
    return canRewind(s) ? rewind(s, at) : unusable(s, "the WAL left the leader's history at " + at);
  }

  private static boolean canRewind(Situation s) {
    return s.config().postgresql().usePgRewind() && !s.memory().rejoin().isSpent();
  }

  private static Decision rewind(Situation s, String at) {
    Optional<Upstream> leader = Upstreams.leader(s);
    return leader.isPresent() && Upstreams.leaderRunsAsPrimary(s.cluster())
        ? Decision.of(Kind.REWINDING, at)
            .run(new PostgresTask.Rewind(leader.get(), s.config(), found(s)))
        : Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(s));
  }

  /**
   * A rewind was interrupted, by the end of the agent or of the machine: it is begun again, or the
   * data is copied anew. Nothing is started from it.
   */
  static Decision halfRewound(Situation s) {
    if (!s.server().isStopped()) {
      return Decision.of(Kind.STOPPING_TO_REJOIN, "an earlier rewind, which was interrupted")
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    if (s.ownLeaderKey().isPresent()) {
      Decision decision = Decision.of(Kind.NO_DATA_AS_LEADER);
      return s.isWriting(Purpose.LEADER)
          ? decision
          : decision.and(LeaderKey.release(s, s.ownLeaderKey().get(), Optional.empty()));
    }
    if (!s.anotherLeads()) {
      return Decision.of(Kind.NOT_TAKING, "pg_rewind was interrupted here");
    }
    if (s.memory().reinitializing()) {
      return Decision.of(Kind.REINITIALIZING).run(new PostgresTask.Discard(found(s)));
    }
    Optional<Decision> waiting = waiting(s);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    return canRewind(s)
        ? rewind(s, "an earlier rewind, which was interrupted")
        : unusable(s, "pg_rewind was interrupted");
  }

  /**
   * Empty: something may be tried. Between two tries, and when no more of them can help, without
   * leave to copy anew.
   */
  private static Optional<Decision> waiting(Situation s) {
    RejoinMemory rejoin = s.memory().rejoin();
    boolean needsOperator = rejoin.isSpent() && !mayCopy(s);
    return Waits.backingOff(s, STAGES)
        .map(
            waiting ->
                needsOperator
                    ? new Decision(Reason.of(Kind.DIVERGED, rejoin.problem()), waiting.actions())
                    : waiting);
  }

  /** Neither crash recovery nor pg_rewind makes a replica of it. */
  private static Decision unusable(Situation s, String why) {
    String problem = s.memory().rejoin().problem();
    String all = problem.isEmpty() ? why : why + " (last failure: " + problem + ")";
    if (!mayCopy(s)) {
      return Decision.of(Kind.DIVERGED, all);
    }
    // What is gone cannot be got back, so that a source is awaited first.
    if (Upstreams.toCopy(s, false).isEmpty()) {
      return Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(s));
    }
    Optional<LostRange> lost = found(s).or(() -> Optional.of(assumed(s)));
    return mayRemove(s)
        ? Decision.of(Kind.REMOVING_DATA, all).run(new PostgresTask.Discard(lost))
        : Decision.of(Kind.SETTING_ASIDE, all).run(new PostgresTask.SetAside("diverged", lost));
  }

  /** Without a comparison the cluster's history tells where this timeline ended for the others. */
  private static LostRange assumed(Situation s) {
    Optional<Lsn> left =
        s.data() instanceof Initialized data
            ? s.cluster().history().value().entries().stream()
                .filter(e -> e.timeline() == data.timeline())
                .map(TimelineHistory.Entry::switchLsn)
                .findFirst()
            : Optional.empty();
    return new LostRange(left, Optional.empty());
  }

  private static boolean mayCopy(Situation s) {
    return mayRemove(s) || s.config().postgresql().setAsideDivergedData();
  }

  private static boolean mayRemove(Situation s) {
    var postgresql = s.config().postgresql();
    return postgresql.removeDataDirectoryOnDivergedTimelines()
        || (postgresql.usePgRewind() && postgresql.removeDataDirectoryOnRewindFailure());
  }

  private static Decision startStandby(Situation s) {
    Optional<Upstream> upstream = Upstreams.toFollow(s);
    return Decision.of(Kind.STARTING_STANDBY, Replica.leaderName(s))
        .run(new PostgresTask.StartStandby(upstream, s.config(), Replica.startTimeout(s)));
  }

  /** The end of the local WAL in a form to show. */
  static String at(Optional<Lsn> lsn) {
    return lsn.map(Lsn::toString).orElse("an unknown position");
  }
}
