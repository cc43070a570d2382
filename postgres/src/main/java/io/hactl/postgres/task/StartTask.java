package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.UsedTimelines;
import io.hactl.postgres.server.Launcher;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;

/** Starts the server in the wanted role. */
final class StartTask {

  private StartTask() {}

  static TaskBody primary(LocalServer server, StartPrimary task) {
    return context -> startPrimary(server, task, context);
  }

  static TaskBody standby(LocalServer server, StartStandby task) {
    return context -> {
      server.requireStopped("it is started as a standby");
      server.files().asStandby(task.upstream(), task.config());
      new UsedTimelines(server.dataDir()).release(server.dataDirectory().control().timeline());
      new Launcher(server).start(context, task.config(), task.timeout());
      return new TaskResult.Succeeded();
    };
  }

  private static TaskResult startPrimary(LocalServer server, StartPrimary task, TaskContext context)
      throws TaskFailure, IOException {
    server.requireStopped("it is started as a primary");
    server.files().asPrimary(task.config());
    if (!new Launcher(server).start(context, task.config(), task.timeout())) {
      throw TaskFailure.retryable(
          "PostgreSQL took no connections within "
              + task.timeout().toSeconds()
              + " s of its start; it goes on starting: see "
              + server.config().places().log());
    }
    return new TaskResult.Succeeded();
  }
}
