package io.hactl.core.decision;

import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.dcs.Transaction;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Map;

/** One thing to be done; the runner carries it out and reports the outcome as an event. */
public sealed interface Action {

  /** Begins a task; decided only while none is running. */
  record Run(PostgresTask task) implements Action {}

  /** Ends the running task early. */
  record CancelTask() implements Action {}

  /** Writes to the DCS. */
  record Commit(Purpose purpose, Transaction transaction) implements Action {}

  /**
   * Asks members for their positions.
   *
   * @param apiUrls member name to {@code api_url}
   * @param bound who has not answered by then does not count
   */
  record AskPeers(Map<String, String> apiUrls, Duration bound) implements Action {
    public AskPeers {
      apiUrls = Map.copyOf(apiUrls);
    }
  }

  /**
   * Asks members to let this leader go on without the DCS.
   *
   * @param apiUrls member name to {@code api_url}; all of them have to agree
   * @param bound who has not answered by then does not agree
   */
  record AskFailsafe(Map<String, String> apiUrls, FailsafeRequest request, Duration bound)
      implements Action {
    public AskFailsafe {
      apiUrls = Map.copyOf(apiUrls);
    }
  }

  /** Looks at PostgreSQL now. */
  record Observe() implements Action {}

  /** Decides again at this moment at the latest. */
  record WakeAt(Tick at) implements Action {}

  /** Looks at PostgreSQL at this moment at the latest. */
  record LookBy(Tick at) implements Action {}

  /** Ends the session: the keys on it disappear at once. */
  record EndSession() implements Action {}

  /**
   * Renews the session no more, so that it ends by itself in its time; another one is opened when
   * that time is over.
   */
  record StopRenewing() implements Action {}

  /**
   * Ends the agent; PostgreSQL stays as it is.
   *
   * @param status the exit status; 0: as asked
   */
  record Exit(int status) implements Action {}
}
