package io.hactl.simulation.mutants;

import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.simulation.setting.Mutation;
import java.util.Optional;

/** The planted bugs that are about what is planned for later. */
final class MutantPlans {

  private final Mutation mutation;
  private Failover remembered = Failover.NONE;

  MutantPlans(Mutation mutation) {
    this.mutation = mutation;
  }

  Observation seen(Observation o) {
    if (o.seenCluster().isEmpty()) {
      return o;
    }
    Failover request = o.seenCluster().orElseThrow().failover().value();
    return switch (mutation) {
      case PLAN_BEFORE_ITS_TIME ->
          request.scheduledAt().isPresent()
              ? with(o, new Failover(request.leader(), request.candidate(), Optional.empty()))
              : o;
      case PLAN_CANCELLED_IN_VAIN -> remembering(o, request);
      default -> o;
    };
  }

  private Observation remembering(Observation o, Failover request) {
    if (request.isRequested() || !o.holdsLease()) {
      remembered = request.scheduledAt().isPresent() ? request : Failover.NONE;
      return o;
    }
    return remembered.isRequested() ? with(o, remembered) : o;
  }

  private static Observation with(Observation o, Failover request) {
    Cluster cluster = o.seenCluster().orElseThrow();
    Object key = Falsified.copy(cluster.failover(), "value", request);
    return Falsified.copy(o, "seenCluster", Optional.of(Falsified.copy(cluster, "failover", key)));
  }
}
