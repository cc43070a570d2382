package io.hactl.runner;

import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Self;
import io.hactl.core.role.Decider;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.runner.answer.SnapshotBoard;
import io.hactl.runner.event.Event;
import io.hactl.runner.transition.LoggedTransitions;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The agent with its thread: what is left is to start it. */
public final class Agent implements AutoCloseable {

  private final Surroundings surroundings;
  private final LoopThread thread;
  private final DrivenAgent driven;
  private final Consumer<Integer> exit;

  /**
   * @param leaseTimers a thread of their own for renewals
   * @param initialConfig what holds until the DCS has been seen
   * @param exit ends the process with this status
   */
  public Agent(
      Surroundings surroundings,
      Timers leaseTimers,
      Self self,
      String scope,
      String dataDir,
      DynamicConfig initialConfig,
      Consumer<Integer> exit) {
    this.surroundings = surroundings;
    this.exit = exit;
    this.thread = new LoopThread(this::loopBroke);
    this.driven =
        new DrivenAgent(
            surroundings,
            leaseTimers,
            self,
            scope,
            dataDir,
            initialConfig,
            Decider::decide,
            new LoggedTransitions(),
            thread::post,
            exit);
  }

  /** Begins to work. The first snapshot is on the board when this returns. */
  public void start() {
    driven.start();
    thread.start(driven);
  }

  /** Where the newest snapshot is. */
  public SnapshotBoard board() {
    return driven.board();
  }

  /** Takes an event from any thread. */
  public void post(Event event) {
    thread.post(event);
  }

  /** A loop that has failed cannot look after a primary any more: the server is stopped. */
  private void loopBroke(Throwable ignored) {
    Duration retryTimeout = driven.config().retryTimeout();
    Duration fast = LeaseTiming.fastStopWithin(retryTimeout);
    driven.cancelTask();
    // Not disarmed: what the task has left may yet start a server, and the guard outlives this.
    surroundings
        .postgres()
        .start(new PostgresTask.Stop(PostgresTask.StopPurpose.UNRESPONSIVE, false, fast))
        .result()
        .toCompletableFuture()
        .completeOnTimeout(
            new PostgresTask.TaskResult.Cancelled(), retryTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    exit.accept(70);
  }

  @Override
  public void close() {
    driven.close();
    thread.stop();
  }
}
