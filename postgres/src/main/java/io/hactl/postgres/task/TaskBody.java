package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import java.io.IOException;
import java.sql.SQLException;

/** What a task does; runs on a thread of its own. */
@FunctionalInterface
interface TaskBody {

  /**
   * @throws TaskFailure where it cannot go on
   * @throws TaskCancelled where it was asked to end
   */
  TaskResult run(TaskContext context) throws TaskFailure, IOException, SQLException;
}
