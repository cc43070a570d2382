package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.UsedTimelines;
import io.hactl.postgres.program.Hook;
import io.hactl.postgres.server.LocalServer;
import io.hactl.time.Tick;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a standby a primary. */
final class PromoteTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(PromoteTask.class);
  private static final Duration STEP = Duration.ofMillis(5);
  private static final Duration CHECKPOINT = Duration.ofMinutes(30);

  private final LocalServer server;
  private final Promote promote;

  PromoteTask(LocalServer server, Promote promote) {
    this.server = server;
    this.promote = promote;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, SQLException, IOException {
    Tick deadline = context.in(promote.timeout());
    Optional<String> prePromote = server.config().hooks().prePromote();
    if (prePromote.isPresent()) {
      Hook.run(context, "pre_promote", prePromote.get(), promote.timeout());
    }
    try (Connection connection = server.sessions().local(server.config().deadlines().statement());
        Statement statement = connection.createStatement()) {
      if (isStandby(statement)) {
        context.checkCancelled();
        new UsedTimelines(server.dataDir()).reserve(controlTimeline(statement), promote);
        statement.execute("SELECT pg_promote(false)");
      }
      while (isStandby(statement)) {
        if (!context.now().isBefore(deadline)) {
          throw TaskFailure.retryable(
              "PostgreSQL did not become a primary within "
                  + promote.timeout().toSeconds()
                  + " s of pg_promote: see its log");
        }
        context.await(() -> false, STEP, context.in(STEP));
      }
    }
    Thread.ofPlatform().daemon().name("checkpoint").start(this::checkpoint);
    return new TaskResult.Succeeded();
  }

  private static int controlTimeline(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT timeline_id FROM pg_control_checkpoint()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static boolean isStandby(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Writes the new timeline into the control file, which is where {@code pg_rewind} looks. */
  private void checkpoint() {
    try (Connection connection = server.sessions().local(CHECKPOINT);
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      log.warn("The checkpoint after the promotion was not completed: {}", e.getMessage());
    }
  }
}
