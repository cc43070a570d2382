package io.hactl.dcs;

import io.hactl.dcs.cluster.Cluster;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One cluster's place in a distributed configuration store. Every call returns at once and
 * completes within the configured time-out, exceptionally with a {@link DcsException}; completions
 * and watch callbacks run on threads of the implementation and must not block.
 */
public interface Dcs extends AutoCloseable {

  /** A linearizable read of everything under the cluster's prefix, at one revision. */
  CompletionStage<Cluster> read();

  /**
   * Follows the cluster from now on. The listener is told the whole state first and then again
   * after every change; after a lost connection or a compaction the watch reads the whole state
   * again, so no change stays unseen.
   */
  Watch watch(WatchListener listener);

  /**
   * Opens a session: keys put on it disappear {@code ttl} after its last renewal.
   *
   * @param ttl whole seconds, at least 1; fractions are rounded up
   */
  CompletionStage<Session> openSession(Duration ttl);

  /** Starts the session's ttl anew. A session that is gone is a {@link DcsFailure.Conflict}. */
  CompletionStage<Void> renew(Session session);

  /** Ends a session; the keys on it disappear at once. Ending one that is gone succeeds. */
  CompletionStage<Void> revoke(Session session);

  /**
   * Commits the transaction. Two commits of which neither waited for the other may happen in either
   * order.
   *
   * @return the revision of the commit, which every key it put now has; a condition that does not
   *     hold is a {@link DcsFailure.Conflict}
   */
  CompletionStage<Long> commit(Transaction transaction);

  @Override
  void close();

  /**
   * A lease in the DCS.
   *
   * @param ttl what the DCS granted, which may be longer than what was asked for
   */
  record Session(long id, Duration ttl) {}

  /** A running watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Told of changes, one call at a time, in the order they happened. */
  interface WatchListener {
    /** The cluster as of {@code cluster.revision()}. */
    void changed(Cluster cluster);

    /** The connection is lost; {@link #changed} follows when it is back. */
    void disconnected(DcsFailure why);
  }
}
