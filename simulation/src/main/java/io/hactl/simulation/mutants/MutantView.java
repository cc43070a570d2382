package io.hactl.simulation.mutants;

import io.hactl.core.learning.Learning;
import io.hactl.core.memory.HealthMemory;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Observations with something about them falsified. */
final class MutantView {

  private MutantView() {}

  static Observation withLeader(Observation o, Leader leader) {
    Optional<Cluster> led =
        o.seenCluster().map(c -> Falsified.copy(c, "leader", Optional.of(leader)));
    return Falsified.copy(o, "seenCluster", led);
  }

  /** As if another key had been given back last. */
  static Observation withoutRelease(Observation o) {
    Transaction other = Transaction.builder().ifAt(Keys.LEADER, 0).delete(Keys.LEADER).build();
    return Falsified.copy(o, "memory", Learning.afterSending(o.memory(), other));
  }

  static Observation withoutAnswers(Observation o) {
    return Falsified.copy(
        o, "peerAnswers", Optional.of(new PeerAnswers(o.now(), Map.of(), Set.of())));
  }

  static Observation withoutPositions(Observation o) {
    return withAnswers(
        o, p -> Falsified.copy(Falsified.copy(p, "timeline", 0), "position", Lsn.ZERO));
  }

  static Observation withoutPrimaries(Observation o) {
    return withAnswers(
        o,
        p ->
            Falsified.copy(
                Falsified.copy(p, "running", p.running() && p.inRecovery()), "inRecovery", true));
  }

  private static Observation withAnswers(Observation o, UnaryOperator<PeerStatus> change) {
    Optional<PeerAnswers> changed =
        o.peerAnswers()
            .map(
                s -> {
                  Map<String, PeerStatus> answers = new TreeMap<>();
                  s.answers().forEach((name, p) -> answers.put(name, change.apply(p)));
                  return new PeerAnswers(s.askedAt(), answers, s.withoutKey());
                });
    return Falsified.copy(o, "peerAnswers", changed);
  }

  static Observation feelingHealthy(Observation o) {
    Memory healthy = Falsified.copy(o.memory(), "health", HealthMemory.NOTHING);
    return Falsified.copy(o, "memory", healthy);
  }

  static Observation withoutTags(Observation o) {
    return Falsified.copy(o, "self", Falsified.copy(o.self(), "tags", Tags.NONE));
  }
}
