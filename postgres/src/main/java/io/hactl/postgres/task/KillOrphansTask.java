package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;

/**
 * Ends the processes that a dead postmaster left; where one lives, its processes are no orphans.
 */
final class KillOrphansTask implements TaskBody {

  private final LocalServer server;

  KillOrphansTask(LocalServer server) {
    this.server = server;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure {
    if (server.postmaster().isEmpty()) {
      new Killer(server).killAll(context);
    }
    return new TaskResult.Succeeded();
  }
}
