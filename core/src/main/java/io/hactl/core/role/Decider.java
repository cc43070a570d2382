package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.failsafe.FailsafeQuestion;
import io.hactl.core.health.StorageWait;
import io.hactl.core.keys.Housekeeping;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.memory.Failures.Failure;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Creating.RefusedSystemId;
import io.hactl.core.reason.Creating.UnusableData;
import io.hactl.core.reason.HandingOver.EndingOrphans;
import io.hactl.core.reason.Waiting.WaitingForDcs;
import io.hactl.core.reason.Waiting.WaitingForView;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Observation;
import io.hactl.core.situation.Situation;
import java.util.Optional;

/**
 * From what is observed to what is done. First what safety demands, then the role:
 *
 * <pre>
 *   empty directory      -> Bootstrapping -> Primary (created) or Replica (copied)
 *   holds the lease      -> Primary       -> Demoting (lease lost), Switchover (asked)
 *   another leads        -> Replica       -> Rejoin (timelines diverged)
 *   nobody leads         -> Candidate     -> Primary (took the lease)
 *   primary, no lease    -> Demoting      -> Replica or Candidate
 *   cluster paused       -> Paused
 *   agent asked to end   -> Stopping
 * </pre>
 */
public final class Decider {

  private Decider() {}

  /** What to do now. Pure: the same observation always gives the same decision. */
  public static Decision decide(Observation o) {
    Optional<NodeSituation> node =
        NodeSituation.of(o).filter(n -> n.running().isPresent() || !n.isViewStale());
    return node.isPresent()
        ? decide(node.get())
        : Decision.of(new WaitingForView()).and(new Action.Observe());
  }

  private static Decision decide(NodeSituation n) {
    Decision decision = StorageWait.before(n, decideRole(n)).and(FailsafeQuestion.actions(n));
    return n.inCluster()
        .filter(s -> s.connected() && s.lease().isAlive(s.now()))
        .map(s -> decision.and(Housekeeping.actions(s, decision)))
        .orElse(decision);
  }

  private static Decision decideRole(NodeSituation n) {
    if (n.running().isPresent()) {
      return Busy.decide(n, n.running().get());
    }
    Optional<Situation> inCluster = n.inCluster();
    Optional<Decision> refused = inCluster.flatMap(Decider::refuseForeignData);
    if (refused.isPresent()) {
      return refused.get();
    }
    // Before the end of the agent: a clean shutdown takes longer than a lost lease allows.
    if (Demoting.isDue(n)) {
      return Demoting.decide(n);
    }
    if (n.ending()) {
      return Stopping.decide(n);
    }
    if (n.server() instanceof ServerState.Stopped stopped && stopped.orphans()) {
      return endOrphans(n);
    }
    return inCluster
        .map(Decider::decideInCluster)
        .orElseGet(() -> Decision.of(new WaitingForDcs()));
  }

  private static Decision decideInCluster(Situation s) {
    if (s.isPaused()) {
      return Paused.decide(s);
    }
    return switch (s.data()) {
      case DataDirectory.Empty ignored -> Bootstrapping.withoutData(s);
      case DataDirectory.Incomplete ignored -> Bootstrapping.incomplete(s);
      case DataDirectory.HalfRewound ignored -> Rejoin.halfRewound(s);
      case DataDirectory.Unusable unusable -> Decision.of(new UnusableData(unusable.problem()));
      case Initialized data -> withData(s, data);
    };
  }

  /**
   * Data of another cluster, as with a mistaken scope: whatever runs there is none of this
   * cluster's business, and is not even stopped.
   */
  private static Optional<Decision> refuseForeignData(Situation s) {
    if (s.isPaused() || Initialisation.isUnderWay(s)) {
      return Optional.empty();
    }
    return s.cluster()
        .systemIdentifier()
        .flatMap(
            identity ->
                s.data() instanceof Initialized data && !identity.equals(data.systemIdentifier())
                    ? Optional.of(
                        Decision.of(
                                new RefusedSystemId(
                                    s.observation().dataDir(), data.systemIdentifier(), identity))
                            .and(new Action.Exit(1)))
                    : Optional.empty());
  }

  private static Decision endOrphans(NodeSituation n) {
    Decision decision = Decision.of(new EndingOrphans());
    Optional<Failure> heldBack = n.memory().failures().holdingBack(n.now(), TaskKind.KILL_ORPHANS);
    if (heldBack.isEmpty()) {
      return decision.run(new PostgresTask.KillOrphans());
    }
    return Yielding.withOrphans(n)
        .orElseGet(() -> decision.and(new Action.WakeAt(heldBack.get().notBefore())));
  }

  private static Decision withData(Situation s, Initialized data) {
    if (Initialisation.isUnderWay(s)) {
      return Bootstrapping.withData(s);
    }
    if (s.cluster().systemIdentifier().isEmpty()) {
      return Bootstrapping.adopt(s, data);
    }
    if (FailsafeLeader.leads(s)) {
      return FailsafeLeader.decide(s);
    }
    if (s.holdsLease()) {
      return Primary.decide(s, data);
    }
    if (s.anotherLeads()) {
      return Replica.decide(s, data);
    }
    return Candidate.decide(s, data);
  }
}
