package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.memory.RejoinMemory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.LostRange;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.core.reason.Replicating.RecoveringCrash;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.core.reason.Replicating.RemovingData;
import io.hactl.core.reason.Replicating.Rewinding;
import io.hactl.core.reason.Replicating.RewindingAgain;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.reason.Replicating.StartingStandby;
import io.hactl.core.reason.Replicating.StoppingHalfRewound;
import io.hactl.core.reason.Replicating.WaitingForLeader;
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
      return unusable(s, new DataProblem.NoStartAfterRewind());
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
    return s.memory().compared().filter(c -> s.leaderName().equals(Optional.of(c.leader())));
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
          ? unusable(s, new DataProblem.RecoveryFails())
          : Decision.of(new RecoveringCrash()).run(new PostgresTask.RecoverCrash());
    }
    Optional<Upstream> leader = Upstreams.leader(s);
    if (leader.isEmpty() || !Upstreams.leaderRunsAsPrimary(s.cluster())) {
      return Decision.of(new WaitingForLeader(s.leaderName()));
    }
    return givenUp
        ? unusable(s, new DataProblem.NotComparable())
        : Decision.of(new Comparing(leader.get().name()))
            .run(new PostgresTask.CompareTimelines(leader.get()));
  }

  private static Decision diverged(Situation s, Comparison c) {
    if (!SyncKey.mayDiscardData(s)) {
      return SyncKey.waitToLeave(s);
    }
    return canRewind(s)
        ? rewind(s, new Rewinding(c.divergedAt()))
        : unusable(s, new DataProblem.LeftHistory(c.divergedAt()));
  }

  private static boolean canRewind(Situation s) {
    return s.config().postgresql().usePgRewind() && !s.memory().rejoin().isSpent();
  }

  private static Decision rewind(Situation s, Reason why) {
    Optional<Upstream> leader = Upstreams.leader(s);
    return leader.isPresent() && Upstreams.leaderRunsAsPrimary(s.cluster())
        ? Decision.of(why).run(new PostgresTask.Rewind(leader.get(), s.config(), found(s)))
        : Decision.of(new WaitingForLeader(s.leaderName()));
  }

  /**
   * A rewind was interrupted, by the end of the agent or of the machine: it is begun again, or the
   * data is copied anew. Nothing is started from it.
   */
  static Decision halfRewound(Situation s) {
    if (!s.server().isStopped()) {
      return Decision.of(new StoppingHalfRewound())
          .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    if (s.ownLeaderKey().isPresent()) {
      return LeaderKey.giveBack(s, new NoDataAsLeader(), Optional.empty());
    }
    if (!s.anotherLeads()) {
      return Decision.of(new NotTaking(new NotTakingCause.RewindInterrupted()));
    }
    if (s.memory().reinitializing()) {
      return Decision.of(new Reinitializing()).run(new PostgresTask.Discard(found(s)));
    }
    Optional<Decision> waiting = waiting(s);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    return canRewind(s)
        ? rewind(s, new RewindingAgain())
        : unusable(s, new DataProblem.RewindInterrupted());
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
                    ? Decision.of(new Diverged(new DataProblem.RejoinFailed(rejoin.problem())))
                        .and(waiting.actions())
                    : waiting);
  }

  /** Neither crash recovery nor pg_rewind makes a replica of it. */
  private static Decision unusable(Situation s, DataProblem why) {
    String problem = s.memory().rejoin().problem();
    DataProblem all = problem.isEmpty() ? why : new DataProblem.AfterFailure(why, problem);
    if (!mayCopy(s)) {
      return Decision.of(new Diverged(all));
    }
    // What is gone cannot be got back, so that a source is awaited first.
    if (Upstreams.toCopy(s, false).isEmpty()) {
      return Decision.of(new WaitingForLeader(s.leaderName()));
    }
    Optional<LostRange> lost = found(s).or(() -> Optional.of(assumed(s)));
    return mayRemove(s)
        ? Decision.of(new RemovingData(all)).run(new PostgresTask.Discard(lost))
        : Decision.of(new SettingAside(all)).run(new PostgresTask.SetAside("diverged", lost));
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
    return Decision.of(new StartingStandby(s.leaderName()))
        .run(new PostgresTask.StartStandby(upstream, s.config(), s.startTimeout()));
  }
}
