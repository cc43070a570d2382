package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.port.PostgresControl;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.SqlStates;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task on its thread; whatever happens there becomes a result. */
public final class TaskRun implements PostgresControl.RunningTask {

  private static final Logger log = LoggerFactory.getLogger(TaskRun.class);

  private final TaskContext context;
  private final CompletableFuture<TaskResult> result = new CompletableFuture<>();

  private TaskRun(TimeSource time) {
    context = new TaskContext(time);
  }

  /**
   * Starts the task on a thread of its own.
   *
   * @param server the server that it is done to, under the settings of this moment
   */
  public static TaskRun start(PostgresTask task, LocalServer server) {
    TaskRun run = new TaskRun(server.time());
    TaskBody body = body(task, server);
    String name = task.getClass().getSimpleName();
    Thread.ofPlatform()
        .daemon()
        .name("postgres-" + name)
        .start(() -> run.result.complete(run.outcome(name, body)));
    return run;
  }

  @Override
  public void cancel() {
    context.cancel();
  }

  @Override
  public CompletionStage<TaskResult> result() {
    return result.minimalCompletionStage();
  }

  private TaskResult outcome(String name, TaskBody body) {
    try {
      context.checkCancelled();
      return body.run(context);
    } catch (TaskCancelled e) {
      return new TaskResult.Cancelled();
    } catch (TaskFailure e) {
      return new TaskResult.Failed(e.getMessage(), e.isRetryable(), e.isUnreachable());
    } catch (SQLException e) {
      return new TaskResult.Failed(
          name + ": PostgreSQL on this node answered: " + SqlStates.describe(e), true);
    } catch (IOException e) {
      return new TaskResult.Failed(name + ": a file cannot be read or written: " + e, true);
    } catch (RuntimeException e) {
      log.error("{} ended by an error in the agent.", name, e);
      return new TaskResult.Failed(name + " ended by an error in the agent: " + e, false);
    }
  }

  private static TaskBody body(PostgresTask task, LocalServer server) {
    return switch (task) {
      case PostgresTask.Bootstrap t -> new BootstrapTask(server, t);
      case PostgresTask.Clone t -> new CloneTask(server, t);
      case PostgresTask.StartPrimary t -> StartTask.primary(server, t);
      case PostgresTask.StartStandby t -> StartTask.standby(server, t);
      case PostgresTask.Stop t -> new StopTask(server, t);
      case PostgresTask.KillOrphans _ -> new KillOrphansTask(server);
      case PostgresTask.Promote t -> new PromoteTask(server, t);
      case PostgresTask.Follow t -> ConfigureTasks.follow(server, t);
      case PostgresTask.Restart t -> ConfigureTasks.restart(server, t);
      case PostgresTask.Configure t -> ConfigureTasks.configure(server, t);
      case PostgresTask.SetSynchronousStandbys t -> new SynchronousStandbysTask(server, t);
      case PostgresTask.UpdateSlots t -> new SlotsTask(server, t);
      case PostgresTask.MoveSlots t -> new MoveSlotsTask(server, t);
      case PostgresTask.RecoverCrash _ -> new RecoverCrashTask(server);
      case PostgresTask.CompareTimelines t -> new CompareTask(server, t);
      case PostgresTask.Rewind t -> new RewindTask(server, t);
      case PostgresTask.SetAside t -> new SetAsideTask(server, t);
      case PostgresTask.Discard t -> new DiscardTask(server, t);
    };
  }
}
