package io.hactl.port;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.dcs.cluster.TimelineHistory;
import java.util.concurrent.CompletionStage;

/**
 * PostgreSQL on this node. Calls return at once; completions run on other threads and never
 * exceptionally: what goes wrong is part of the answer.
 */
public interface PostgresControl {

  /**
   * Looks at the server and the data directory; never longer than a few seconds.
   *
   * @return the view; a server that gives no answer is {@code Unresponsive}
   */
  CompletionStage<PostgresView> observe();

  /**
   * How the timelines before {@code timeline} ended, from this server's history file; empty for
   * timeline 1, and where the file is missing. Reasons as PostgreSQL noted them, no times.
   */
  CompletionStage<TimelineHistory> timelineHistory(int timeline);

  /** Starts the task; the caller sees to it that no other is running. */
  RunningTask start(PostgresTask task);

  /**
   * Calls {@code listener} as soon as the postmaster that runs now, or any later one, has ended.
   */
  void onPostmasterExit(Runnable listener);

  /** A task under way. */
  interface RunningTask {

    /** Asks the task to end early; it ends {@code Cancelled} unless it was already done. */
    void cancel();

    /** Completes once, when nothing of the task is running any more. */
    CompletionStage<PostgresTask.TaskResult> result();
  }
}
