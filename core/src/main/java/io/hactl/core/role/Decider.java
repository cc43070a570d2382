package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.health.StorageWait;
import io.hactl.core.keys.Housekeeping;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.ServerState;
import io.hactl.core.situation.Observation;
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
    if (o.running().isEmpty() && o.isViewStale()) {
      return Decision.of(Kind.WAITING_FOR_POSTGRES).and(new Action.Observe());
    }
    Decision decision = StorageWait.before(o, decideRole(o));
    decision = decision.and(FailsafeLeader.actions(o));
    return o.cluster().isPresent() && o.connected() && o.lease().isAlive(o.now())
        ? decision.and(Housekeeping.actions(o, decision))
        : decision;
  }

  private static Decision decideRole(Observation o) {
    if (o.running().isPresent()) {
      return Busy.decide(o, o.running().get());
    }
    Optional<Decision> refused = refuseForeignData(o);
    if (refused.isPresent()) {
      return refused.get();
    }
    // Before the end of the agent: a stop in order takes longer than a lost lease allows.
    if (Demoting.isDue(o)) {
      return Demoting.decide(o);
    }
    if (o.ending()) {
      return Stopping.decide(o);
    }
    if (o.server() instanceof ServerState.Stopped stopped && stopped.orphans()) {
      return endOrphans(o);
    }
    if (o.cluster().isEmpty()) {
      return Decision.of(Kind.WAITING_FOR_DCS);
    }
    if (o.isPaused()) {
      return Paused.decide(o);
    }
    return switch (o.data()) {
      case DataDirectory.Empty ignored -> Bootstrapping.withoutData(o);
      case DataDirectory.Incomplete ignored -> Bootstrapping.incomplete(o);
      case DataDirectory.HalfRewound ignored -> Rejoin.halfRewound(o);
      case DataDirectory.Unusable unusable -> Decision.of(Kind.UNUSABLE_DATA, unusable.problem());
      case Initialized data -> withData(o, data);
    };
  }

  /**
   * Data of another cluster, as with a mistaken scope: whatever runs there is none of this
   * cluster's business, and is not even stopped.
   */
  private static Optional<Decision> refuseForeignData(Observation o) {
    if (o.cluster().isEmpty() || o.isPaused() || Bootstrapping.isUnderWay(o)) {
      return Optional.empty();
    }
    return o.dcs()
        .systemIdentifier()
        .flatMap(
            identity ->
                o.data() instanceof Initialized data && !identity.equals(data.systemIdentifier())
                    ? Optional.of(
                        Decision.of(
                                Kind.REFUSED_SYSTEM_ID,
                                o.dataDir(),
                                data.systemIdentifier(),
                                identity)
                            .and(new Action.Exit(1)))
                    : Optional.empty());
  }

  private static Decision endOrphans(Observation o) {
    Decision decision = Decision.of(Kind.ENDING_ORPHANS);
    Optional<Decision> letGo = Yielding.withOrphans(o);
    if (letGo.isPresent() && o.memory().failures().holdBack(o.now())) {
      return letGo.get();
    }
    return o.memory().failures().holdBack(PostgresTask.KillOrphans.class, o.now())
        ? decision.and(new Action.WakeAt(o.memory().failures().notBefore().orElseThrow()))
        : decision.run(new PostgresTask.KillOrphans());
  }

  private static Decision withData(Observation o, Initialized data) {
    if (Bootstrapping.isUnderWay(o)) {
      return Bootstrapping.withData(o);
    }
    if (o.dcs().systemIdentifier().isEmpty()) {
      return Bootstrapping.adopt(o, data);
    }
    if (FailsafeLeader.leads(o)) {
      return FailsafeLeader.decide(o);
    }
    if (o.holdsLease()) {
      return Primary.decide(o, data);
    }
    if (o.anotherLeads()) {
      return Replica.decide(o, data);
    }
    return Candidate.decide(o, data);
  }
}
