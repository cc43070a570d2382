package io.hactl.agent.core;

import io.hactl.agent.core.DataDirectory.Initialized;
import io.hactl.agent.core.Memory.Comparison;
import io.hactl.agent.core.PostgresTask.StopPurpose;
import io.hactl.agent.core.Reason.Kind;
import java.time.Duration;
import java.util.Optional;

/**
 * A stopped server comes back under another member's lead:
 *
 * <pre>
 *   crashed primary -> crash recovery -> compare -> same path: start
 *                                                -> diverged: rewind -> start
 *                                                             -> cannot: set aside, copy anew
 *                                                                        (where the settings allow)
 * </pre>
 */
final class Rejoin {

  private static final int REWINDS_MAX = 3;

  private Rejoin() {}

  static Decision decide(Observation o, Initialized data) {
    if (o.memory().failures().holdBack(o.now())) {
      return o.memory().failures().waiting();
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

  /** The last comparison, if it was with the member that leads now. */
  static Optional<Comparison> comparisonWithLeader(Observation o) {
    return o.memory().compared().filter(c -> c.leader().equals(Replica.leaderName(o)));
  }

  /** Only a server that was a primary, or one that was found to, can have WAL of its own. */
  private static boolean mayHaveDiverged(Observation o, Initialized data) {
    boolean found = comparisonWithLeader(o).flatMap(Comparison::divergedAt).isPresent();
    return found || !data.standbySignal();
  }

  private static Decision compare(Observation o, Initialized data) {
    if (data.state().wasPrimary() && !data.state().isClean()) {
      // Without leave to copy anew there is nothing better than to go on trying, ever more slowly.
      return o.memory().rewinds() >= REWINDS_MAX && mayCopy(o)
          ? unusable(o, "crash recovery fails")
          : Decision.of(Kind.RECOVERING_CRASH).run(new PostgresTask.RecoverCrash());
    }
    Optional<Upstream> leader = Upstreams.leader(o);
    if (leader.isEmpty() || !Upstreams.leaderRunsAsPrimary(o.dcs())) {
      return Decision.of(Kind.WAITING_FOR_LEADER, Replica.leaderName(o));
    }
    return Decision.of(Kind.COMPARING, leader.get().name())
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
    return o.config().postgresql().usePgRewind() && o.memory().rewinds() < REWINDS_MAX;
  }

  private static Decision rewind(Observation o, String at) {
    Optional<Upstream> leader = Upstreams.leader(o);
    return leader.isPresent() && Upstreams.leaderRunsAsPrimary(o.dcs())
        ? Decision.of(Kind.REWINDING, at).run(new PostgresTask.Rewind(leader.get(), o.config()))
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
      return Decision.of(Kind.REINITIALIZING).run(new PostgresTask.Discard());
    }
    if (o.memory().failures().holdBack(o.now())) {
      return o.memory().failures().waiting();
    }
    return canRewind(o)
        ? rewind(o, "an earlier rewind, which was interrupted")
        : unusable(o, "pg_rewind was interrupted");
  }

  /** Neither crash recovery nor pg_rewind makes a replica of it. */
  private static Decision unusable(Observation o, String why) {
    return mayCopy(o)
        ? Decision.of(Kind.SETTING_ASIDE, why).run(new PostgresTask.SetAside("diverged"))
        : Decision.of(Kind.DIVERGED, why);
  }

  private static boolean mayCopy(Observation o) {
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
