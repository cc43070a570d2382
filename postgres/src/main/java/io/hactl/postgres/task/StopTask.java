package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.ControlData;
import io.hactl.postgres.program.Hook;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.PostmasterPidFile;
import io.hactl.postgres.server.SqlStates;
import io.hactl.time.Tick;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the server by signals, each step bounded: fast; at half of its time walsenders that hold it
 * up are terminated; then immediate; then SIGKILL to all that is left. A signal once sent is not
 * taken back by cancelling the task.
 */
final class StopTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(StopTask.class);
  private static final Duration STEP = Duration.ofMillis(2);
  private static final Duration IMMEDIATE = Duration.ofSeconds(1);

  private final LocalServer server;
  private final Stop stop;

  StopTask(LocalServer server, Stop stop) {
    this.server = server;
    this.stop = stop;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure {
    // The one known is told without a look at the disk, which may be why it has to stop.
    Optional<ProcessId> postmaster = server.monitor().known().or(server::postmaster);
    if (postmaster.isPresent()) {
      boolean fast =
          stop.fastTimeout().isPositive() && (!stop.checkpointFirst() || checkpoint(context));
      if (fast) {
        runBeforeStop(context);
      }
      log.info("Stopping PostgreSQL, process {} ({}).", postmaster.get().pid(), stop.purpose());
      if (!fast || !stopFast(context, postmaster.get())) {
        stopImmediate(context, postmaster.get());
      }
    }
    new Killer(server).killAll(context);
    return new TaskResult.WasStopped(shutdownCheckpoint());
  }

  private boolean stopFast(TaskContext context, ProcessId postmaster) {
    Tick deadline = context.in(stop.fastTimeout());
    Signal.INT.sendTo(postmaster);
    if (ended(context, postmaster, context.in(stop.fastTimeout().dividedBy(2)))) {
      return true;
    }
    List<ProcessId> walsenders = server.processes().walsenders();
    if (!walsenders.isEmpty()) {
      log.warn("Terminating {} walsenders that hold the stop up.", walsenders.size());
      walsenders.forEach(Signal.TERM::sendTo);
    }
    return ended(context, postmaster, deadline);
  }

  private void stopImmediate(TaskContext context, ProcessId postmaster) {
    log.warn("PostgreSQL is stopped at once, without a checkpoint.");
    Signal.QUIT.sendTo(postmaster);
    if (!ended(context, postmaster, context.in(IMMEDIATE))) {
      log.warn("PostgreSQL did not stop when told to; its postmaster is killed.");
      Signal.KILL.sendTo(postmaster);
      ended(context, postmaster, context.in(IMMEDIATE));
    }
  }

  private static boolean ended(TaskContext context, ProcessId postmaster, Tick deadline) {
    return context.await(() -> !ProcFs.isAlive(postmaster), STEP, deadline);
  }

  /**
   * A checkpoint that takes too long or fails only makes the stop itself longer.
   *
   * @return false: the server has crashed and is recovering, so that there is nothing to be shut
   *     down cleanly, and in the middle of a recovery it may not heed a fast stop at all
   */
  private boolean checkpoint(TaskContext context) {
    try (Connection connection = server.sessions().local(stop.fastTimeout());
        TaskContext.Registration _ = context.onCancel(() -> abort(connection));
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      context.checkCancelled();
      log.warn("The checkpoint before the stop was not completed: {}", e.getMessage());
      return !SqlStates.isNotAccepting(e) || isStopping();
    }
    return true;
  }

  /** Whether somebody else has told it to stop already. */
  private boolean isStopping() {
    return PostmasterPidFile.read(server.dataDir())
        .filter(PostmasterPidFile::isStopping)
        .isPresent();
  }

  private void runBeforeStop(TaskContext context) {
    Optional<String> command = server.config().hooks().beforeStop();
    if (command.isEmpty()) {
      return;
    }
    Duration budget = stop.fastTimeout().dividedBy(2);
    try {
      Hook.run(context, "before_stop", command.get(), budget);
    } catch (TaskFailure e) {
      log.warn("PostgreSQL is stopped all the same: {}", e.getMessage());
    }
  }

  private Optional<Lsn> shutdownCheckpoint() throws TaskFailure {
    if (!stop.fastTimeout().isPositive() || !Files.exists(server.dataDir().resolve("PG_VERSION"))) {
      return Optional.empty();
    }
    ControlData control = server.dataDirectory().control();
    return control.state().isClean() ? Optional.of(control.checkpoint()) : Optional.empty();
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("The session did not close cleanly: {}", e.getMessage());
    }
  }
}
