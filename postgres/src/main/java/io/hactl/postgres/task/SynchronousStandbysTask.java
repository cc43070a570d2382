package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.SetSynchronousStandbys;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.os.ProcFs;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.files.AutoConf;
import io.hactl.postgres.server.LocalServer;
import io.hactl.time.Tick;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Puts {@code synchronous_standby_names} into force by writing and reloading it; no statement is
 * needed for that, which could itself wait for a standby.
 *
 * <p>A new session has the value only after the postmaster has read it, and the postmaster signals
 * all its other processes before it starts a new one. What is left is the moment in which these
 * processes, the walsenders among them, act on the signal: they do so before they take the next
 * message, and get {@link #SETTLE} for it.
 *
 * <p>The checkpointer may take longer, and it is the one that counts: a commit waits for nobody,
 * whatever its session's setting says, until the checkpointer has noted in shared memory that there
 * are synchronous standbys ({@code SyncRepWaitForLSN} and {@code UpdateSharedMemoryConfig} in
 * PostgreSQL's sources). It does that in its main loop and, from PostgreSQL 15 on visibly, between
 * the writes of a checkpoint that has time; not during one that is to be done at once.
 */
final class SynchronousStandbysTask implements TaskBody {

  private static final Duration IN_FORCE = Duration.ofSeconds(5);
  private static final Duration NOTED = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(5);

  /** It is also the longest that the checkpointer sleeps between two writes. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  private static final String CHECKPOINTER =
      """
      SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'
        AND wait_event IN ('CheckpointerMain', 'CheckpointWriteDelay')
      """;

  private final LocalServer server;
  private final SetSynchronousStandbys task;

  SynchronousStandbysTask(LocalServer server, SetSynchronousStandbys task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException, SQLException {
    server.files().synchronousConf().write(task.names());
    AutoConf.withoutManaged(server.dataDir(), true);
    server.reload();
    Tick deadline = context.in(IN_FORCE);
    while (!isInForce()) {
      if (!context.now().isBefore(deadline)) {
        throw TaskFailure.retryable(
            "synchronous_standby_names did not become '%s' within %d s of a reload: see %s"
                .formatted(task.names(), IN_FORCE.toSeconds(), server.config().places().log()));
      }
      context.await(() -> false, STEP, context.in(STEP));
    }
    context.await(() -> false, SETTLE, context.in(SETTLE));
    if (!task.names().isEmpty()) {
      awaitCheckpointer(context);
    }
    return new TaskResult.Succeeded();
  }

  private void awaitCheckpointer(TaskContext context) throws TaskFailure, SQLException {
    Tick deadline = context.in(NOTED);
    while (!checkpointerHasNoted()) {
      if (!context.now().isBefore(deadline)) {
        throw TaskFailure.retryable(
            "the checkpointer has not taken in synchronous_standby_names '%s' within %d s, as a checkpoint is under way: until then commits wait for nobody"
                .formatted(task.names(), NOTED.toSeconds()));
      }
      context.await(() -> false, SETTLE, context.in(SETTLE));
    }
  }

  /** The checkpointer waits only where it has acted on every signal that came before. */
  private boolean checkpointerHasNoted() throws SQLException {
    try (Connection connection = server.sessions().local(server.config().deadlines().probe());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CHECKPOINTER)) {
      return row.next() && ProcFs.isAsleep(row.getLong(1));
    }
  }

  private boolean isInForce() throws SQLException {
    try (Connection connection = server.sessions().local(server.config().deadlines().probe());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('synchronous_standby_names')")) {
      row.next();
      return row.getString(1).equals(task.names());
    }
  }
}
