package io.hactl.agent.runner;

import io.hactl.agent.core.FenceOrder;
import io.hactl.agent.core.LeaseTiming;
import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.Self;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.DynamicConfig;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The loop with its thread, its session and its watch: what is left is to start it. */
public final class Agent implements AutoCloseable {

  private final Surroundings surroundings;
  private final SnapshotBoard board = new SnapshotBoard();
  private final LoopThread thread;
  private final AgentLoop loop;
  private final SessionLease lease;
  private final AgentState state;
  private final Consumer<Integer> exit;
  private Dcs.Watch watch = () -> {};

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
    this.lease =
        new SessionLease(surroundings.dcs(), surroundings.time(), leaseTimers, thread::post);
    this.state = new AgentState(surroundings.time().now(), self, dataDir, initialConfig);
    this.loop =
        new AgentLoop(surroundings, scope, state, lease, thread::post, board::publish, exit);
  }

  /** Begins to work. The first snapshot is on the board when this returns. */
  public void start() {
    lease.keep(state.config);
    loop.handle(new Event.Woken());
    surroundings.fence().onChange(() -> thread.post(new Event.Woken()));
    surroundings.postgres().onPostmasterExit(() -> thread.post(new Event.PostmasterExited()));
    thread.start(loop);
    watch =
        surroundings
            .dcs()
            .watch(
                new Dcs.WatchListener() {
                  @Override
                  public void changed(Cluster cluster) {
                    thread.post(new Event.ClusterSeen(cluster));
                  }

                  @Override
                  public void disconnected(DcsFailure why) {
                    thread.post(new Event.DcsDisconnected(why));
                  }
                });
  }

  /** Where the newest snapshot is. */
  public SnapshotBoard board() {
    return board;
  }

  /** Takes an event from any thread. */
  public void post(Event event) {
    thread.post(event);
  }

  /** A loop that has failed cannot look after a primary any more: the server is stopped. */
  private void loopBroke(Throwable ignored) {
    Duration fast = LeaseTiming.fastStopWithin(state.config.retryTimeout());
    PostgresTask.TaskResult stopped =
        surroundings
            .postgres()
            .start(new PostgresTask.Stop(PostgresTask.StopPurpose.UNHEALTHY, false, fast))
            .result()
            .toCompletableFuture()
            .completeOnTimeout(
                new PostgresTask.TaskResult.Cancelled(),
                state.config.retryTimeout().toMillis(),
                TimeUnit.MILLISECONDS)
            .join();
    if (stopped instanceof PostgresTask.TaskResult.WasStopped) {
      surroundings.fence().apply(new FenceOrder.Disarm());
    }
    exit.accept(70);
  }

  @Override
  public void close() {
    watch.close();
    thread.stop();
  }
}
