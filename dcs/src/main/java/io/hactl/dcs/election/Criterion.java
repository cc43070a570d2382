package io.hactl.dcs.election;

/**
 * What a member can be asked to meet before it leads. The order is that in which objections are
 * given.
 */
public enum Criterion {
  /** Its PostgreSQL runs. */
  RUNNING,
  /** What runs there is a standby. */
  STANDBY,
  /** It is not tagged {@code nofailover}, nor has it {@code failover_priority} 0. */
  TAG,
  /** Its watchdog, where it has one, could be armed. */
  WATCHDOG,
  /** It has no fault with which it could not be promoted. */
  PROMOTABLE,
  /** It has no fault at all. */
  HEALTHY,
  /** The key {@code sync} can be read, so that it is known who has every acknowledged write. */
  SYNC_KEY_READABLE,
  /** In synchronous mode it is in the key {@code sync}. */
  SYNC_KEY,
  /** In failsafe mode it is in the key {@code failsafe}, where there is such a key. */
  FAILSAFE_KEY,
  /** It lacks no more WAL than {@code maximum_lag_on_failover}. */
  LAG,
  /** Its timeline is not older than the newest. One whose timeline is unknown does not meet it. */
  NEWEST_TIMELINE,
  /** Its timeline is that of the leader. One whose timeline is unknown meets it. */
  LEADERS_TIMELINE
}
