package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Role;
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
 * From what is observed to what is done: first what safety demands, then the role. A role is found
 * anew each time, from what is observed alone; {@link Transitions} says which one may become which,
 * and why.
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
    Decision made = decideRole(n);
    Decision waiting = StorageWait.before(n, made);
    Decision decision =
        made.role().map(waiting::in).orElse(waiting).and(FailsafeQuestion.actions(n));
    return n.inCluster()
        .filter(Situation::isInDcs)
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
      return refused.get().in(Role.REFUSED);
    }
    // Before the end of the agent: a clean shutdown takes longer than a lost lease allows.
    if (Demoting.isDue(n)) {
      return Demoting.decide(n).in(Role.DEMOTING);
    }
    if (n.ending()) {
      return Stopping.decide(n).in(Role.STOPPING);
    }
    if (n.server() instanceof ServerState.Stopped stopped && stopped.orphans()) {
      return endOrphans(n);
    }
    return inCluster
        .map(Decider::decideInCluster)
        .orElseGet(() -> Decision.of(new WaitingForDcs()).in(Role.BEGINNING));
  }

  private static Decision decideInCluster(Situation s) {
    if (s.isPaused()) {
      return Paused.decide(s).in(s.holdsLease() ? Role.PAUSED_LEADER : Role.PAUSED);
    }
    return switch (s.data()) {
      case DataDirectory.Empty ignored -> Bootstrapping.withoutData(s).in(withoutData(s));
      case DataDirectory.Incomplete ignored -> Bootstrapping.incomplete(s).in(withoutData(s));
      case DataDirectory.HalfRewound ignored -> Rejoin.halfRewound(s).in(Role.REJOINING);
      case DataDirectory.Unusable unusable -> Decision.of(new UnusableData(unusable.problem()));
      case Initialized data -> withData(s, data);
    };
  }

  private static Role withoutData(Situation s) {
    return Bootstrapping.isCopy(s) ? Role.COPYING : Role.BOOTSTRAPPING;
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
      return Bootstrapping.withData(s).in(Role.BOOTSTRAPPING);
    }
    if (s.cluster().systemIdentifier().isEmpty()) {
      return Bootstrapping.adopt(s, data).in(Role.BOOTSTRAPPING);
    }
    if (FailsafeLeader.leads(s)) {
      return FailsafeLeader.decide(s).in(Role.FAILSAFE_LEADER);
    }
    if (s.holdsLease()) {
      return Primary.decide(s, data).in(Switchover.isUnderWay(s) ? Role.SWITCHOVER : Role.PRIMARY);
    }
    if (s.anotherLeads()) {
      return Replica.decide(s, data).in(s.server().isStopped() ? Role.REJOINING : Role.REPLICA);
    }
    return Candidate.decide(s, data).in(Role.CANDIDATE);
  }
}
