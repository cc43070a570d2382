package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.Instance;
import io.hactl.postgres.server.Killer;

/**
 * Ends the processes that a dead postmaster left; where one lives, its processes are no orphans.
 */
final class KillOrphansTask implements TaskBody {

  private final Instance instance;

  KillOrphansTask(Instance instance) {
    this.instance = instance;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure {
    if (instance.postmaster().isEmpty()) {
      new Killer(instance).killAll(context);
    }
    return new TaskResult.Succeeded();
  }
}
