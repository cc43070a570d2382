package io.hactl.runner.event;

import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.Self;
import io.hactl.dcs.Dcs.Session;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.rest.node.AgentApi.RestartRequest;
import io.hactl.time.Tick;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Something that happened; the loop takes one at a time. */
public sealed interface Event {

  /** The DCS told of the cluster as it is now. */
  record ClusterSeen(Cluster cluster) implements Event {}

  record DcsDisconnected(DcsFailure why) implements Event {}

  /** The session was opened or renewed by a request sent at {@code sentAt}. */
  record SessionAlive(Session session, Tick sentAt) implements Event {}

  record SessionLost(Session session) implements Event {}

  record PostgresSeen(PostgresView view) implements Event {}

  record PostmasterExited() implements Event {}

  record HistoryRead(int timeline, TimelineHistory history) implements Event {}

  record TaskEnded(PostgresTask task, PostgresTask.TaskResult result) implements Event {}

  record Committed(Purpose purpose, long revision) implements Event {}

  record CommitFailed(Purpose purpose, DcsFailure failure) implements Event {}

  /** A failed write may be tried again. */
  record WriteAgain(Purpose purpose) implements Event {}

  record PeersAnswered(PeerAnswers peerAnswers) implements Event {}

  /**
   * The members answered whether this leader may go on without the DCS.
   *
   * @param sentAt when they were asked
   * @param asked who was asked
   * @param silent who of them did not agree
   */
  record FailsafeAnswered(
      FailsafeRequest request, Tick sentAt, Set<String> asked, Set<String> silent)
      implements Event {}

  /** A leader without the DCS asks to go on. */
  record FailsafeAsked(FailsafeRequest request, CompletableFuture<OperationResult> answer)
      implements Event {}

  /** A moment that a decision, or the loop itself, wanted to be woken at. */
  record Woken() implements Event {}

  record RestartAsked(RestartRequest request, CompletableFuture<OperationResult> answer)
      implements Event {}

  record RestartCancelled(CompletableFuture<OperationResult> answer) implements Event {}

  record ReinitializeAsked(
      boolean force, boolean fromLeader, CompletableFuture<OperationResult> answer)
      implements Event {}

  /** Somebody waits for a snapshot that is newer than this event. */
  record RefreshAsked(CompletableFuture<Void> seen) implements Event {}

  /** The settings file was read again. */
  record SettingsReloaded(Self self) implements Event {}

  /** The agent was asked to end. */
  record EndAsked() implements Event {}

  /** For the log: what of the event matters, empty for routine ones. */
  default Optional<String> note() {
    return switch (this) {
      case DcsDisconnected e -> Optional.of("the DCS cannot be reached: " + e.why().message());
      case SessionLost e -> Optional.of("the session in the DCS is lost");
      case PostmasterExited e -> Optional.of("the postmaster has ended");
      case EndAsked e -> Optional.of("asked to end");
      default -> Optional.empty();
    };
  }
}
