package io.hactl.core.reason;

import io.hactl.core.model.Ailment;
import io.hactl.dcs.cluster.Lsn;

/** Why this node must not lead now. */
public sealed interface Objection {

  /** It is tagged {@code nofailover}. */
  record TaggedNofailover() implements Objection {}

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
   * Its standby is on an older timeline than the cluster.
   *
   * @param timeline its own
   * @param newest the newest that has, or may have, begun
   */
  record TimelineBehind(int timeline, int newest) implements Objection {}

  /**
   * Its primary is on an older timeline than one that the cluster's history has.
   *
   * @param timeline its own
   * @param newest the newest in the history
   */
  record PrimaryBehind(int timeline, int newest) implements Objection {}

  /**
   * Another member answers that it runs as a primary.
   *
   * @param member its name
   */
  record PrimaryAlive(String member) implements Objection {}

  /**
   * Another member's key says that it is a primary, or on a newer timeline.
   *
   * @param member its name
   */
  record PrimaryOrNewer(String member) implements Objection {}

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

  /** It has an ailment with which it could not be promoted. */
  record NotPromotable(Ailment ailment) implements Objection {}

  /**
   * It is ill, and another member is not.
   *
   * @param member the other one's name
   */
  record AnotherHealthy(String member, Ailment ailment) implements Objection {}

  /** It is ill, and somebody who does not answer yet may be well. */
  record HealthyMayTurnUp(Ailment ailment) implements Objection {}

  /** Its PostgreSQL gives no answer. */
  record ServerSilent() implements Objection {}

  /**
   * What would stop its server is not ready.
   *
   * @param problem what the fence says
   */
  record FenceNotReady(String problem) implements Objection {}

  /** It promised to let a leader go on without the DCS, or may have before it was started. */
  record Promised() implements Objection {}

  /**
   * It was not promoted when that was last tried.
   *
   * @param failure what that said
   */
  record PromotionFailed(String failure) implements Objection {}

  /** An operator chose a member, and this stopped one waits to follow it. */
  record AnotherChosen() implements Objection {}

  /**
   * An operator chose a member that can lead.
   *
   * @param member its name
   */
  record MemberChosen(String member) implements Objection {}

  /** An operator asked that this node lead no more, and others can. */
  record AnotherLeaderWanted() implements Objection {}

  /**
   * In a switchover it lacks the last WAL of the former leader.
   *
   * @param end where that WAL ends
   */
  record LastWalMissing(Lsn end) implements Objection {}

  /** Its data was rewound only in part. */
  record RewindInterrupted() implements Objection {}
}
