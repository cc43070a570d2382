package io.hactl.postgres;

import io.hactl.core.model.PostgresTask.TaskResult;

/** Ends the processes that a dead postmaster left; where one lives, its processes are no orphans. */
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
