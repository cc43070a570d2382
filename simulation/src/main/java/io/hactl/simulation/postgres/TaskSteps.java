package io.hactl.simulation.postgres;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.port.PostgresControl;
import io.hactl.simulation.nature.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A task under way: one step after the other in the agent's process. */
final class TaskSteps implements PostgresControl.RunningTask {

  private static final Duration STUCK = Duration.ofMillis(200);

  private final Machines machines;
  private final Machine node;
  private final Gate process;
  private final CompletableFuture<TaskResult> result = new CompletableFuture<>();
  private Runnable onCancel = () -> {};
  private final boolean needsStorage;
  private boolean cancelled;

  TaskSteps(Machines machines, Machine node, Gate process, PostgresTask task) {
    this.machines = machines;
    this.node = node;
    this.process = process;
    this.needsStorage =
        !(task instanceof PostgresTask.Stop || task instanceof PostgresTask.KillOrphans);
    if (machines.trace().isKeeping()) {
      result.thenAccept(
          r -> {
            if (!(r instanceof TaskResult.Succeeded)) {
              machines.trace().note(node.name(), task.getClass().getSimpleName() + ": " + r);
            }
          });
    }
  }

  /** The next step, unless the task is cancelled or over. */
  void after(Duration delay, Runnable step) {
    process.after(
        delay,
        () -> {
          if (result.isDone()) {
            return;
          }
          if (needsStorage && node.storage().isStuck()) {
            after(STUCK, step);
          } else {
            step.run();
          }
        });
  }

  /** Something in the server wakes the task. */
  void run(Runnable step) {
    after(Duration.ZERO, step);
  }

  /** What a cancelled task does besides ending. */
  void onCancel(Runnable action) {
    onCancel = action;
  }

  @Override
  public void cancel() {
    if (!cancelled && !result.isDone()) {
      cancelled = true;
      run(
          () -> {
            onCancel.run();
            finish(new TaskResult.Cancelled());
          });
    }
  }

  void succeed() {
    finish(new TaskResult.Succeeded());
  }

  void fail(String message, boolean retryable) {
    finish(new TaskResult.Failed(message, retryable));
  }

  void finish(TaskResult outcome) {
    result.complete(outcome);
  }

  @Override
  public CompletionStage<TaskResult> result() {
    return result;
  }

  Machines machines() {
    return machines;
  }

  Machine node() {
    return node;
  }
}
