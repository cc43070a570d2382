package io.hactl.runner;

import io.hactl.core.decision.Decision;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.keys.MemberKey;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Observation;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What REST is given to answer from. */
final class SnapshotMaker {

  private SnapshotMaker() {}

  static NodeSnapshot of(AgentState state, String scope, Observation o, Decision decision) {
    Optional<Running> server = o.seenPostgres().flatMap(v -> v.server().running());
    return new NodeSnapshot(
        scope,
        o.self().name(),
        o.self().version(),
        o.now(),
        believableUntil(o),
        WriteDeadline.isAhead(o) ? Optional.of(WriteDeadline.demoteAt(o)) : Optional.empty(),
        server(o, decision),
        o.seenCluster().orElseGet(SnapshotMaker::nothingSeen),
        o.config(),
        o.self().tags(),
        state.dcsLastSeen,
        o.config().pause(),
        FailsafeMember.isActive(o),
        server.map(r -> !r.pendingRestart().isEmpty()).orElse(false),
        server.map(Running::pendingRestart).orElse(Map.of()),
        o.memory().scheduledRestart(),
        o.fence().watchdogFailed(),
        faults(o),
        state.health.places().stream()
            .filter(p -> p.freeBytes().isPresent())
            .map(p -> new NodeSnapshot.Space(p.name(), p.freeBytes().getAsLong()))
            .toList(),
        ReasonText.of(decision.reason()));
  }

  private static List<NodeSnapshot.Fault> faults(Observation o) {
    return o.memory().health().faults().stream()
        .map(
            a ->
                new NodeSnapshot.Fault(
                    a.kind().word(),
                    a.message(),
                    o.wallTime().toInstant().minus(o.now().since(a.since()))))
        .toList();
  }

  /** The loop turns at least every {@code loop_wait}; after twice that it counts as stuck. */
  private static Tick believableUntil(Observation o) {
    return o.now().plus(o.config().loopWait().multipliedBy(2)).plus(o.config().retryTimeout());
  }

  private static Cluster nothingSeen() {
    return ClusterCodec.read(KeySpace.empty(0));
  }

  private static NodeSnapshot.Server server(Observation o, Decision decision) {
    Optional<NodeSituation> node = NodeSituation.of(o);
    MemberState state = node.map(n -> MemberKey.state(n, decision)).orElse(MemberState.STARTING);
    Optional<Running> server =
        o.seenPostgres()
            .flatMap(v -> v.server().running())
            .filter(r -> state == MemberState.RUNNING);
    Optional<Running> standby = server.filter(Running::inRecovery);
    return new NodeSnapshot.Server(
        state,
        node.map(MemberKey::role).orElse(MemberRole.UNINITIALIZED),
        server.map(Running::startTime),
        server.map(Running::versionNumber),
        systemIdentifier(o),
        server.map(Running::timeline),
        server.filter(r -> !r.inRecovery()).map(Running::writeLsn),
        standby.map(r -> Lsn.max(r.receivedLsn(), r.replayedLsn())),
        standby.map(Running::replayedLsn),
        standby.flatMap(Running::replayedAt),
        standby.map(Running::replayPaused).orElse(false),
        standby.flatMap(MemberKey::replicationState),
        server.map(SnapshotMaker::walsenders).orElse(List.of()));
  }

  private static Optional<String> systemIdentifier(Observation o) {
    return o.seenPostgres()
        .map(v -> v.dataDirectory())
        .filter(DataDirectory.Initialized.class::isInstance)
        .map(d -> ((DataDirectory.Initialized) d).systemIdentifier());
  }

  private static List<NodeSnapshot.Walsender> walsenders(Running server) {
    return server.walsenders().stream()
        .map(
            w ->
                new NodeSnapshot.Walsender(
                    w.user(),
                    w.applicationName(),
                    w.clientAddress(),
                    w.state(),
                    w.syncState(),
                    w.syncPriority()))
        .toList();
  }
}
