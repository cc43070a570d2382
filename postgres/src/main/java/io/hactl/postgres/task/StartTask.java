package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.UsedTimelines;
import io.hactl.postgres.server.Instance;
import io.hactl.postgres.server.Launcher;
import java.io.IOException;

/** Starts the server in the wanted role. */
final class StartTask {

  private StartTask() {}

  static TaskBody primary(Instance instance, StartPrimary task) {
    return context -> startPrimary(instance, task, context);
  }

  static TaskBody standby(Instance instance, StartStandby task) {
    return context -> {
      instance.requireStopped("it is started as a standby");
      instance.files().asStandby(task.upstream(), task.config());
      new UsedTimelines(instance.dataDir()).release(instance.dataDirectory().control().timeline());
      new Launcher(instance).start(context, task.config(), task.timeout());
      return new TaskResult.Succeeded();
    };
  }

  private static TaskResult startPrimary(Instance instance, StartPrimary task, TaskContext context)
      throws TaskFailure, IOException {
    instance.requireStopped("it is started as a primary");
    instance.files().asPrimary(task.config());
    if (!new Launcher(instance).start(context, task.config(), task.timeout())) {
      throw TaskFailure.retryable(
          "PostgreSQL took no connections within "
              + task.timeout().toSeconds()
              + " s of its start; it goes on starting: see "
              + instance.config().places().log());
    }
    return new TaskResult.Succeeded();
  }
}
