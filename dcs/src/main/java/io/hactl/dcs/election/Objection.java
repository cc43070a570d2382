package io.hactl.dcs.election;

import io.hactl.dcs.cluster.Lsn;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One thing that speaks against a member as the next leader. {@link ObjectionText} makes a sentence
 * of it.
 */
public sealed interface Objection {

  /** It has no {@code api_url} in its key, so that nobody can ask it. */
  record NoApiUrl() implements Objection {}

  /** It was asked and gave no answer in time. */
  record NoAnswer() implements Objection {}

  /** Its PostgreSQL does not run. */
  record NotRunning() implements Objection {}

  /** Its PostgreSQL runs, and is no standby. */
  record RunsAsPrimary() implements Objection {}

  /** Its operator said that it is never promoted. */
  record TaggedNofailover() implements Objection {}

  /** It could not arm its watchdog. */
  record WatchdogFailed() implements Objection {}

  /**
   * It has faults with which it could not be promoted.
   *
   * @param faults the words for them
   */
  record NotPromotable(SortedSet<String> faults) implements Objection {
    public NotPromotable {
      faults = sorted(faults);
    }
  }

  /**
   * It has faults, and a healthy member is wanted.
   *
   * @param faults the words for them
   */
  record Unhealthy(SortedSet<String> faults) implements Objection {
    public Unhealthy {
      faults = sorted(faults);
    }
  }

  /** The key {@code sync} is malformed. */
  record SyncKeyUnreadable() implements Objection {}

  /** Synchronous mode is on, and it is not in the key {@code sync}. */
  record OutsideSyncKey() implements Objection {}

  /** Failsafe mode is on, and it is not in the key {@code failsafe}. */
  record OutsideFailsafeKey() implements Objection {}

  /**
   * It lacks more WAL than is allowed.
   *
   * @param bytes how much it lacks
   * @param allowed {@code maximum_lag_on_failover}, bytes
   */
  record Lags(long bytes, long allowed) implements Objection {}

  /**
   * It says nothing of its WAL, and the leader has more than is allowed to lack.
   *
   * @param leader where the leader's WAL ended when it was last seen
   */
  record PositionUnknown(Lsn leader) implements Objection {}

  /**
   * It is on an older timeline than the cluster.
   *
   * @param timeline its own; 0: unknown
   * @param newest the newest there is
   */
  record TimelineBehind(int timeline, int newest) implements Objection {}

  /**
   * It is on another timeline than the leader.
   *
   * @param timeline its own
   * @param leader the leader's
   */
  record TimelineDiffers(int timeline, int leader) implements Objection {}

  /**
   * Another member runs as a primary.
   *
   * @param member its name
   */
  record PrimaryAlive(String member) implements Objection {}

  /**
   * Another member that may lead too comes first.
   *
   * @param member its name
   */
  record AnotherAhead(String member) implements Objection {}

  /**
   * In quorum mode, too few of the standbys that may have an acknowledged write have said that they
   * have no more WAL.
   *
   * @param heard how many have
   * @param quorum how many are needed
   */
  record QuorumNotHeard(long heard, int quorum) implements Objection {}

  private static SortedSet<String> sorted(Set<String> words) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(words));
  }
}
