package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.election.RunningPrimary;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.reason.DemotionCause;
import io.hactl.core.reason.HandingOver.Demoted;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * One writer: a server that may take writes is stopped unless this node holds the lease and has
 * time left on it.
 */
public final class Demoting {

  private Demoting() {}

  static boolean isDue(NodeSituation n) {
    if (!n.mayTakeWrites()) {
      return false;
    }
    // PostgreSQL was told to promote itself and may still do so: pausing does not allow that.
    if (n.memory().promotionPending()) {
      return !n.now().isBefore(WriteDeadline.demoteAt(n));
    }
    if (isPaused(n)) {
      return false;
    }
    if (WriteDeadline.isAhead(n)) {
      return !n.now().isBefore(WriteDeadline.demoteAt(n));
    }
    return !isFoundAtStart(n) && !mayBecomeLeader(n);
  }

  static Decision decide(NodeSituation n) {
    Duration left = WriteDeadline.isAhead(n) ? WriteDeadline.of(n).since(n.now()) : Duration.ZERO;
    return Decision.of(new Demoted(why(n)))
        .run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, LeaseTiming.fastStopWithin(left)));
  }

  private static boolean isPaused(NodeSituation n) {
    return n.seenCluster().isPresent() && n.isPaused();
  }

  /**
   * A primary that was running when this agent began: it may hold a lease from before, and gets the
   * time of one retry for its key to be read and taken over. A primary that this agent has had in
   * its hands, or that is seen not to be the leader, gets none.
   */
  private static boolean isFoundAtStart(NodeSituation n) {
    boolean touched = n.memory().configured().isPresent();
    boolean decided =
        n.anotherLeads()
            || askable(n)
                .filter(s -> s.cluster().isUnlocked() && RunningPrimary.objection(s).isPresent())
                .isPresent();
    Tick retried = n.startedAt().plus(n.config().retryTimeout());
    // The lease of the agent before this one is known from what it left with the guard: nothing is
    // won by living longer than that, and a stop in time is better than the guard's.
    Tick end =
        n.fence()
            .inherited()
            .map(guard -> guard.minus(LeaseTiming.agentBeforeGuard(n.config().ttl())))
            .map(before -> Tick.min(before, retried))
            .orElse(retried);
    return !touched && !decided && n.now().isBefore(end);
  }

  /** The node in its cluster, where the DCS can be asked who leads. */
  private static Optional<Situation> askable(NodeSituation n) {
    return n.inCluster().filter(Situation::isInDcs);
  }

  /** Nobody leads, the DCS answers, and nothing speaks against this primary taking the lease. */
  private static boolean mayBecomeLeader(NodeSituation n) {
    return askable(n)
        .filter(
            s ->
                s.cluster().isLeader(s.self().name())
                    || (s.cluster().isUnlocked() && RunningPrimary.objection(s).isEmpty()))
        .isPresent();
  }

  private static DemotionCause why(NodeSituation n) {
    if (n.seenCluster().isEmpty()) {
      return new DemotionCause.DcsNeverReached();
    }
    if (WriteDeadline.isAhead(n) && !Initialisation.isClaimedHere(n)) {
      return n.config().failsafeMode()
          ? new DemotionCause.NotRenewedNorAgreed()
          : new DemotionCause.NotRenewed();
    }
    return n.seenCluster()
        .flatMap(Cluster::leader)
        .filter(l -> n.anotherLeads())
        .<DemotionCause>map(l -> new DemotionCause.AnotherLeads(l.name()))
        .orElseGet(DemotionCause.LeaseLost::new);
  }
}
