package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.lease.Mandate;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.time.Tick;
import java.time.Duration;

/**
 * One writer: a server that may take writes is stopped unless this node holds the lease and has
 * time left on it.
 */
public final class Demoting {

  private Demoting() {}

  /** Whether the server takes writes, or may begin to without anyone's help. */
  public static boolean mayTakeWrites(Observation o) {
    return switch (o.server()) {
      case ServerState.Running r -> !r.inRecovery() || o.memory().promotionPending();
      case ServerState.Stopped ignored -> false;
      case ServerState.Starting ignored -> !isStandbyDirectory(o);
      case ServerState.Unresponsive ignored -> !isStandbyDirectory(o);
    };
  }

  public static boolean isStandbyDirectory(Observation o) {
    return o.data() instanceof DataDirectory.Initialized d && d.standbySignal();
  }

  static boolean isDue(Observation o) {
    if (!mayTakeWrites(o)) {
      return false;
    }
    // PostgreSQL was told to promote itself and may still do so: pausing does not allow that.
    if (o.memory().promotionPending()) {
      return !o.now().isBefore(o.demoteAt());
    }
    if (isPaused(o)) {
      return false;
    }
    if (Mandate.isHeld(o)) {
      return !o.now().isBefore(o.demoteAt());
    }
    return !isFoundAtStart(o) && !mayBecomeLeader(o);
  }

  static Decision decide(Observation o) {
    Duration left = Mandate.isHeld(o) ? Mandate.until(o).since(o.now()) : Duration.ZERO;
    return Decision.of(Kind.DEMOTING, why(o))
        .run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, LeaseTiming.fastStopWithin(left)));
  }

  private static boolean isPaused(Observation o) {
    return o.cluster().isPresent() && o.isPaused();
  }

  /**
   * A primary that was running when this agent began: it may hold a lease from before, and gets the
   * time of one retry for its key to be read and taken over. One that this agent has had in its
   * hands, or that is seen not to be the leader, gets none.
   */
  private static boolean isFoundAtStart(Observation o) {
    boolean touched = o.memory().configured().isPresent();
    boolean decided =
        o.anotherLeads()
            || (canAskDcs(o) && o.dcs().isUnlocked() && Candidate.primaryObjection(o).isPresent());
    Tick retried = o.startedAt().plus(o.config().retryTimeout());
    // The lease of the agent before this one is known from what it left with the guard: nothing is
    // won by living longer than that, and a stop in time is better than the guard's.
    Tick end =
        o.fence()
            .inherited()
            .map(guard -> guard.minus(LeaseTiming.agentBeforeGuard(o.config().ttl())))
            .map(before -> Tick.min(before, retried))
            .orElse(retried);
    return !touched && !decided && o.now().isBefore(end);
  }

  private static boolean canAskDcs(Observation o) {
    return o.cluster().isPresent() && o.connected() && o.lease().isAlive(o.now());
  }

  /** Nobody leads, the DCS answers, and nothing speaks against this primary taking the lease. */
  private static boolean mayBecomeLeader(Observation o) {
    if (!canAskDcs(o)) {
      return false;
    }
    Cluster cluster = o.dcs();
    boolean own = cluster.isLeader(o.self().name());
    return own || (cluster.isUnlocked() && Candidate.primaryObjection(o).isEmpty());
  }

  private static String why(Observation o) {
    if (o.cluster().isEmpty()) {
      return "the DCS could not be reached since the agent started";
    }
    if (Mandate.isHeld(o) && !Bootstrapping.holdsInitialize(o)) {
      return o.config().failsafeMode()
          ? "it could not be renewed in time, and not all members agreed to go on without the DCS"
          : "it could not be renewed in time";
    }
    return o.dcs()
        .leader()
        .filter(l -> o.anotherLeads())
        .map(l -> l.name() + " does")
        .orElse("it was lost");
  }
}
