package io.hactl.simulation.invariants;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.simulation.ground.Witness;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/** What an unhealthy node must not do. */
final class HealthInvariant {

  /** How long an unhealthy member lets the healthy ones go first. */
  private static final Duration HEALTHY_FIRST = Duration.ofSeconds(10);

  private final Witness judge;

  HealthInvariant(Witness judge) {
    this.judge = judge;
  }

  /**
   * An agent has decided.
   *
   * @param o what is true, whatever the decision was made from
   */
  void decided(String node, Observation o, Decision decision) {
    boolean yields =
        decision.actions().stream()
            .anyMatch(
                a ->
                    a instanceof Action.StopRenewing
                        || (a instanceof Action.Run(PostgresTask.Stop stop)
                            && stop.purpose() == StopPurpose.YIELD));
    if (yields && healthy(o).isEmpty()) {
      judge.broken(node + " yields, and nobody healthy has answered it");
    }
    if (o.memory().health().faults().isEmpty() || !takesToBePromoted(o, decision)) {
      return;
    }
    Tick unlocked = o.memory().unlockedSince().orElse(o.now());
    if (healthy(o).isPresent() && o.now().isBefore(unlocked.plus(HEALTHY_FIRST))) {
      judge.broken(
          "%s takes the lease though it is unhealthy and %s is healthy"
              .formatted(node, healthy(o).get().name()));
    }
  }

  private static boolean takesToBePromoted(Observation o, Decision decision) {
    boolean standby = o.seenPostgres().filter(v -> v.server().isStandby()).isPresent();
    boolean free =
        o.seenCluster()
            .filter(c -> c.leader().isEmpty())
            .filter(c -> !c.failover().value().isRequested() && !c.sync().value().isActive())
            .isPresent();
    return standby
        && free
        && decision.actions().stream()
            .anyMatch(
                a ->
                    a instanceof Action.Commit c
                        && c.purpose() == Purpose.LEADER
                        && c.transaction().changes().stream()
                            .anyMatch(
                                change ->
                                    change instanceof Transaction.Put p
                                        && p.key().equals(Keys.LEADER)));
  }

  private static Optional<PeerStatus> healthy(Observation o) {
    return o.peerAnswers().stream()
        .flatMap(s -> s.answers().values().stream())
        .filter(p -> p.running() && p.inRecovery() && !p.isUnhealthy() && !p.tags().nofailover())
        .findFirst();
  }
}
