package io.hactl.core.given;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.seconds;

import io.hactl.core.memory.Memory;
import io.hactl.core.model.Fault;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What is wrong with whom, for tests. */
public final class UnhealthyNode {

  private UnhealthyNode() {}

  /** What this node has had for 20 seconds. */
  public static Fault fault(FaultKind kind) {
    return new Fault(kind, "it is " + kind.word(), ago(seconds(20)), Optional.empty());
  }

  /** This node has had it for 20 seconds. */
  public static UnaryOperator<Memory> with(FaultKind... kinds) {
    List<Fault> faults = Arrays.stream(kinds).map(UnhealthyNode::fault).toList();
    return m -> m.change().health(m.health().withFaults(faults)).done();
  }

  /** This node had it until a moment ago. */
  public static UnaryOperator<Memory> recovering(FaultKind kind) {
    Fault fault = new Fault(kind, "it is " + kind.word(), ago(seconds(20)), Optional.of(NOW));
    return m -> m.change().health(m.health().withFaults(List.of(fault))).done();
  }

  public static PeerStatus peer(String name, Lsn position, FaultKind kind) {
    return new PeerStatus(
        name,
        true,
        true,
        TIMELINE,
        position,
        Tags.NONE,
        false,
        Optional.empty(),
        Set.of(kind.word()));
  }

  public static PeerStatus peer(String name, FaultKind kind) {
    return peer(name, HERE, kind);
  }

  /** The member as its key shows it when it has that. */
  public static Member member(Member m, FaultKind kind) {
    return new Member(
        m.name(),
        m.connUrl(),
        m.apiUrl(),
        m.state(),
        m.role(),
        m.version(),
        m.xlogLocation(),
        m.receiveLsn(),
        m.replayLsn(),
        m.replicationState(),
        m.timeline(),
        m.tags(),
        m.pendingRestart(),
        m.pendingRestartReason(),
        m.scheduledRestart(),
        m.pause(),
        m.proxyUrl(),
        m.watchdogFailed(),
        m.own(),
        List.of(kind.word()),
        m.leaseId(),
        m.modRevision());
  }
}
