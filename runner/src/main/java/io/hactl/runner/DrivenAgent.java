package io.hactl.runner;

import io.hactl.core.decision.Decision;
import io.hactl.core.model.Self;
import io.hactl.core.reason.Reason;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.port.PostgresControl.RunningTask;
import io.hactl.runner.answer.SnapshotBoard;
import io.hactl.runner.event.Event;
import io.hactl.runner.session.SessionLease;
import io.hactl.runner.transition.UnlistedTransition;
import io.hactl.time.Timers;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The agent without a thread of its own: its loop, session and watch, fed by whoever owns it.
 * {@link Agent} gives it a thread; a simulation gives it its own sense of time.
 */
public final class DrivenAgent implements AutoCloseable {

  private final Surroundings surroundings;
  private final Consumer<Event> queue;
  private final SnapshotBoard board = new SnapshotBoard();
  private final SessionLease lease;
  private final AgentState state;
  private final AgentLoop loop;
  private Dcs.Watch watch = () -> {};

  /**
   * @param leaseTimers for renewals; nothing the loop does delays them
   * @param initialConfig what holds until the DCS has been seen
   * @param decider what is decided from an observation
   * @param unlisted is told of a change of role that should not be
   * @param queue takes events from any thread; they come back through {@link #handle}, in order and
   *     one at a time
   * @param exit ends the process with this status
   */
  public DrivenAgent(
      Surroundings surroundings,
      Timers leaseTimers,
      Self self,
      String scope,
      String dataDir,
      DynamicConfig initialConfig,
      Function<Observation, Decision> decider,
      UnlistedTransition unlisted,
      Consumer<Event> queue,
      Consumer<Integer> exit) {
    this.surroundings = surroundings;
    this.queue = queue;
    this.lease = new SessionLease(surroundings.dcs(), surroundings.time(), leaseTimers, queue);
    this.state = new AgentState(surroundings.time().now(), self, dataDir, initialConfig);
    this.loop =
        new AgentLoop(
            surroundings, scope, state, lease, decider, unlisted, queue, board::publish, exit);
  }

  /**
   * Begins to work: opens the session, looks at PostgreSQL, follows the DCS. The first snapshot is
   * on the board when this returns.
   */
  public void start() {
    lease.keep(state.config);
    loop.handle(new Event.Woken());
    surroundings.fence().onChange(() -> queue.accept(new Event.Woken()));
    surroundings.health().onChange(() -> queue.accept(new Event.Woken()));
    surroundings.postgres().onPostmasterExit(() -> queue.accept(new Event.PostmasterExited()));
    watch =
        surroundings
            .dcs()
            .watch(
                new Dcs.WatchListener() {
                  @Override
                  public void changed(Cluster cluster) {
                    queue.accept(new Event.ClusterSeen(cluster));
                  }

                  @Override
                  public void disconnected(DcsFailure why) {
                    queue.accept(new Event.DcsDisconnected(why));
                  }
                });
  }

  /** Takes one event out of the queue; one call at a time. */
  public void handle(Event event) {
    loop.handle(event);
  }

  /** Where the newest snapshot is. */
  public SnapshotBoard board() {
    return board;
  }

  /** Why the newest snapshot is what it is; for the thread that calls {@link #handle}. */
  public Reason reason() {
    return loop.reason();
  }

  /** The dynamic configuration in force; for the thread that calls {@link #handle}. */
  DynamicConfig config() {
    return state.config;
  }

  /** Ends what is being done to PostgreSQL; for the thread that calls {@link #handle}. */
  void cancelTask() {
    state.taskHandle.ifPresent(RunningTask::cancel);
  }

  @Override
  public void close() {
    watch.close();
  }
}
