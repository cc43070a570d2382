package io.hactl.core.keys;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Situation;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a member says of itself in the DCS. */
public final class MemberKey {

  private MemberKey() {}

  static Member of(Situation s, Decision decision) {
    Optional<String> problem =
        decision.reason().needsOperator()
            ? Optional.of(ReasonText.of(decision.reason()))
            : Optional.empty();
    return of(s, state(s, decision), problem);
  }

  /** What it says when nothing is begun. */
  static Member withoutTask(Situation s) {
    return of(s, state(s, List.of()), Optional.empty());
  }

  private static Member of(Situation s, MemberState state, Optional<String> needsOperator) {
    Optional<Running> server = s.server().running();
    Optional<Running> shown = state == MemberState.RUNNING ? server : Optional.empty();
    Optional<Running> standby = shown.filter(Running::inRecovery);
    boolean pending = shown.map(r -> !r.pendingRestart().isEmpty()).orElse(false);
    return new Member(
        s.self().name(),
        Optional.of(s.self().connUrl()),
        Optional.of(s.self().apiUrl()),
        Optional.of(state),
        Optional.of(role(s)),
        Optional.of(s.self().version()),
        shown.map(Running::position),
        standby.map(r -> Lsn.max(r.receivedLsn(), r.replayedLsn())),
        standby.map(Running::replayedLsn),
        standby.flatMap(MemberKey::replicationState),
        shown.map(Running::timeline),
        s.self().tags(),
        pending,
        shown.map(Running::pendingRestart).orElse(Map.of()),
        s.plannedRestart(),
        s.isPaused(),
        s.self().proxyUrl(),
        s.fence().watchdogFailed(),
        own(s, needsOperator),
        s.memory().health().faults().stream().map(f -> f.kind().word()).toList(),
        s.lease().sessionId(),
        0);
  }

  private static Member.Own own(Situation s, Optional<String> needsOperator) {
    PostgresView.Aside aside = s.view().aside();
    return new Member.Own(
        s.self().instance(),
        aside.directories(),
        aside.bytes(),
        needsOperator,
        s.self().watchdogMargin());
  }

  /** How a standby gets its WAL, in the words of the member key. */
  public static Optional<String> replicationState(Running server) {
    if (!server.inRecovery()) {
      return Optional.empty();
    }
    if (server.streaming()) {
      return Optional.of("streaming");
    }
    return server.inArchiveRecovery() ? Optional.of("in archive recovery") : Optional.empty();
  }

  /** The state as others see it: what is under way counts more than what runs. */
  public static MemberState state(NodeSituation s, Decision decision) {
    return state(s, decision.actions());
  }

  private static MemberState state(NodeSituation s, List<Action> actions) {
    Optional<PostgresTask> task =
        actions.stream()
            .filter(Action.Run.class::isInstance)
            .map(a -> ((Action.Run) a).task())
            .findFirst()
            .or(s::running);
    return task.flatMap(t -> t.kind().shown()).orElseGet(() -> stateOf(s));
  }

  private static MemberState stateOf(NodeSituation s) {
    return switch (s.server()) {
      case Running ignored -> MemberState.RUNNING;
      case ServerState.Starting ignored -> MemberState.STARTING;
      case ServerState.Unresponsive ignored -> MemberState.STARTING;
      case ServerState.Stopped ignored ->
          s.data() instanceof DataDirectory.Initialized d && !d.state().isClean()
              ? MemberState.CRASHED
              : MemberState.STOPPED;
    };
  }

  /**
   * The role as others see it. A server that is being promoted counts as a replica until it takes
   * writes.
   */
  public static MemberRole role(NodeSituation s) {
    if (!(s.data() instanceof DataDirectory.Initialized data)) {
      return MemberRole.UNINITIALIZED;
    }
    return switch (s.server()) {
      case Running r -> r.inRecovery() ? MemberRole.REPLICA : MemberRole.PRIMARY;
      case ServerState.Starting ignored -> ofDirectory(s, data);
      case ServerState.Unresponsive ignored -> ofDirectory(s, data);
      case ServerState.Stopped ignored -> ofDirectory(s, data);
    };
  }

  private static MemberRole ofDirectory(NodeSituation s, DataDirectory.Initialized data) {
    return s.holdsLease() && !data.standbySignal() ? MemberRole.PRIMARY : MemberRole.REPLICA;
  }

  static boolean sameButForPositions(Member a, Member b) {
    return a.connUrl().equals(b.connUrl())
        && a.apiUrl().equals(b.apiUrl())
        && a.state().equals(b.state())
        && a.role().equals(b.role())
        && a.version().equals(b.version())
        && a.replicationState().equals(b.replicationState())
        && a.timeline().equals(b.timeline())
        && a.tags().equals(b.tags())
        && a.pendingRestart() == b.pendingRestart()
        && a.pendingRestartReason().equals(b.pendingRestartReason())
        && a.scheduledRestart().equals(b.scheduledRestart())
        && a.pause() == b.pause()
        && a.watchdogFailed() == b.watchdogFailed()
        && a.faults().equals(b.faults())
        && a.proxyUrl().equals(b.proxyUrl())
        && a.own().equals(b.own())
        && a.leaseId() == b.leaseId();
  }

  static boolean samePositions(Member a, Member b) {
    return a.xlogLocation().equals(b.xlogLocation())
        && a.receiveLsn().equals(b.receiveLsn())
        && a.replayLsn().equals(b.replayLsn());
  }
}
