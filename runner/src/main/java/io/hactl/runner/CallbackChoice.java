package io.hactl.runner;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import java.util.Optional;

/** Which of the operator's scripts a finished task calls for. */
final class CallbackChoice {

  static final String PRIMARY = "primary";
  static final String REPLICA = "replica";

  private CallbackChoice() {}

  /** A script to start, and the role it is told. */
  record Callback(String action, String role) {}

  /**
   * @param lastRole the role that was announced last; empty: none since the agent began
   */
  static Optional<Callback> after(PostgresTask task, TaskResult result, Optional<String> lastRole) {
    boolean failed = result instanceof TaskResult.Failed || result instanceof TaskResult.Cancelled;
    if (failed) {
      return Optional.empty();
    }
    return switch (task) {
      case PostgresTask.Bootstrap ignored -> callback("on_start", PRIMARY);
      case PostgresTask.StartPrimary ignored -> started(PRIMARY, lastRole);
      case PostgresTask.StartStandby ignored -> started(REPLICA, lastRole);
      case PostgresTask.Promote ignored -> callback("on_role_change", PRIMARY);
      case PostgresTask.Stop ignored -> callback("on_stop", lastRole.orElse(REPLICA));
      case PostgresTask.Restart ignored -> callback("on_restart", lastRole.orElse(REPLICA));
      case PostgresTask.Configure ignored -> callback("on_reload", lastRole.orElse(REPLICA));
      case PostgresTask.Clone ignored -> Optional.empty();
      case PostgresTask.KillOrphans ignored -> Optional.empty();
      case PostgresTask.Follow ignored -> Optional.empty();
      case PostgresTask.UpdateSlots ignored -> Optional.empty();
      case PostgresTask.MoveSlots ignored -> Optional.empty();
      case PostgresTask.SetSynchronousStandbys ignored -> Optional.empty();
      case PostgresTask.RecoverCrash ignored -> Optional.empty();
      case PostgresTask.CompareTimelines ignored -> Optional.empty();
      case PostgresTask.Rewind ignored -> Optional.empty();
      case PostgresTask.SetAside ignored -> Optional.empty();
      case PostgresTask.Discard ignored -> Optional.empty();
    };
  }

  private static Optional<Callback> started(String role, Optional<String> lastRole) {
    boolean changed = lastRole.isPresent() && !lastRole.get().equals(role);
    return callback(changed ? "on_role_change" : "on_start", role);
  }

  private static Optional<Callback> callback(String action, String role) {
    return Optional.of(new Callback(action, role));
  }
}
