package io.hactl.simulation.mutants;

import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.Memory;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.runner.event.Event;
import io.hactl.simulation.setting.Mutation;
import io.hactl.time.Tick;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The planted bugs that are about going on without the DCS. */
final class MutantFailsafe {

  private final Mutation mutation;
  private final int members;
  private FailsafeMemory granted = FailsafeMemory.NOTHING;

  MutantFailsafe(Mutation mutation, int members) {
    this.mutation = mutation;
    this.members = members;
  }

  Event answered(Event.FailsafeAnswered event, Tick now) {
    boolean most = 2 * (members - event.silent().size()) > members;
    if (mutation == Mutation.FAILSAFE_BY_MAJORITY && most) {
      return new Event.FailsafeAnswered(event.request(), event.sentAt(), event.asked(), Set.of());
    }
    return mutation == Mutation.FAILSAFE_FROM_REPLY
        ? new Event.FailsafeAnswered(event.request(), now, event.asked(), event.silent())
        : event;
  }

  Observation seen(Observation o) {
    return switch (mutation) {
      case FAILSAFE_PROMISE_BROKEN -> withoutPromise(o);
      case FAILSAFE_OUTSIDER_LEADS -> withSelfInKey(o);
      case FAILSAFE_DESPITE_ANOTHER -> withoutOtherLeader(o);
      default -> o;
    };
  }

  private static Observation withoutPromise(Observation o) {
    FailsafeMemory free = Falsified.copy(o.memory().failsafe(), "promise", Optional.empty());
    Memory memory = Falsified.copy(o.memory(), "failsafe", free);
    return Falsified.copy(o, "memory", memory);
  }

  private static Observation withSelfInKey(Observation o) {
    Optional<Cluster> cluster =
        o.seenCluster().filter(c -> !c.failsafe().value().members().isEmpty());
    if (cluster.isEmpty()) {
      return o;
    }
    Map<String, String> all = new LinkedHashMap<>(cluster.get().failsafe().value().members());
    all.putIfAbsent(o.self().name(), o.self().apiUrl());
    Object key = Falsified.copy(cluster.get().failsafe(), "value", new Failsafe(all));
    return Falsified.copy(
        o, "seenCluster", Optional.of(Falsified.copy(cluster.get(), "failsafe", key)));
  }

  private Observation withoutOtherLeader(Observation o) {
    if (o.memory().failsafe().grantedUntil().isPresent()) {
      granted = o.memory().failsafe();
    }
    boolean holds = granted.grantedUntil().filter(o.now()::isBefore).isPresent();
    Optional<Cluster> cluster =
        o.seenCluster()
            .filter(c -> holds)
            .filter(c -> c.leader().filter(l -> !l.name().equals(o.self().name())).isPresent());
    if (cluster.isEmpty()) {
      return o;
    }
    Cluster free = Falsified.copy(cluster.get(), "leader", Optional.empty());
    Memory memory = Falsified.copy(o.memory(), "failsafe", granted);
    return Falsified.copy(Falsified.copy(o, "seenCluster", Optional.of(free)), "memory", memory);
  }
}
