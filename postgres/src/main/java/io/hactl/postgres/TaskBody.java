package io.hactl.postgres;

import io.hactl.core.model.PostgresTask.TaskResult;
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
