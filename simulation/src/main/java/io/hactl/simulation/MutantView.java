package io.hactl.simulation;

import io.hactl.agent.core.LeaseView;
import io.hactl.agent.core.Memory;
import io.hactl.agent.core.Observation;
import io.hactl.agent.core.Self;
import io.hactl.agent.core.Survey;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Leader;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Tags;
import io.hactl.dcs.Transaction;
import io.hactl.rest.PeerStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An observation with something about it falsified. */
record MutantView(
    Observation of,
    Self self,
    Optional<Cluster> cluster,
    LeaseView lease,
    Optional<Survey> survey,
    Memory memory) {

  static MutantView of(Observation o) {
    return new MutantView(o, o.self(), o.cluster(), o.lease(), o.survey(), o.memory());
  }

  MutantView with(LeaseView changed) {
    return new MutantView(of, self, cluster, changed, survey, memory);
  }

  MutantView with(Leader leader) {
    Optional<Cluster> led =
        cluster.map(
            c ->
                new Cluster(
                    c.revision(),
                    c.initialize(),
                    c.config(),
                    Optional.of(leader),
                    c.members(),
                    c.status(),
                    c.sync(),
                    c.failover(),
                    c.history(),
                    c.failsafe(),
                    c.problems()));
    return new MutantView(of, self, led, lease, survey, memory);
  }

  /** As if another key had been given back last. */
  MutantView withoutRelease() {
    Memory forgetful =
        memory.afterSending(
            Transaction.builder()
                .ifAt(io.hactl.dcs.Keys.LEADER, 0)
                .delete(io.hactl.dcs.Keys.LEADER)
                .build());
    return new MutantView(of, self, cluster, lease, survey, forgetful);
  }

  MutantView withEmptySurvey() {
    return new MutantView(
        of, self, cluster, lease, Optional.of(new Survey(of.now(), Map.of())), memory);
  }

  MutantView withoutPositions() {
    return withAnswers(
        p ->
            new PeerStatus(
                p.name(),
                p.running(),
                p.inRecovery(),
                0,
                Lsn.ZERO,
                p.tags(),
                p.watchdogFailed(),
                p.syncStandby()));
  }

  MutantView withoutPrimaries() {
    return withAnswers(
        p ->
            new PeerStatus(
                p.name(),
                p.running() && p.inRecovery(),
                true,
                p.timeline(),
                p.position(),
                p.tags(),
                p.watchdogFailed(),
                p.syncStandby()));
  }

  private MutantView withAnswers(UnaryOperator<PeerStatus> change) {
    Optional<Survey> changed =
        survey.map(
            s -> {
              Map<String, PeerStatus> answers = new TreeMap<>();
              s.answers().forEach((name, p) -> answers.put(name, change.apply(p)));
              return new Survey(s.askedAt(), answers);
            });
    return new MutantView(of, self, cluster, lease, changed, memory);
  }

  MutantView withoutTags() {
    Self untagged =
        new Self(
            self.name(),
            self.connUrl(),
            self.apiUrl(),
            self.proxyUrl(),
            self.version(),
            Tags.NONE,
            self.bootstrapConfig(),
            self.localConfig());
    return new MutantView(of, untagged, cluster, lease, survey, memory);
  }

  Observation observation() {
    return new Observation(
        of.now(),
        of.wallTime(),
        of.startedAt(),
        self,
        of.dataDir(),
        cluster,
        of.connected(),
        of.stored(),
        of.config(),
        lease,
        of.postgres(),
        of.viewedSince(),
        of.localHistory(),
        of.running(),
        of.writing(),
        survey,
        of.requests(),
        memory,
        of.ending());
  }
}
