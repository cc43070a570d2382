package io.hactl.core.reason;

import io.hactl.core.model.Fault;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;

/** Why this node must not lead now. */
public sealed interface NotTakingCause {

  /**
   * This node may not lead, going by what is asked of every member.
   *
   * @param objection what speaks against it
   */
  record Ineligible(Objection objection) implements NotTakingCause {}

  /**
   * The primary here is on an older timeline than one that the cluster's history has.
   *
   * @param timeline of the primary here
   * @param newest the newest in the history
   */
  record PrimaryBehind(int timeline, int newest) implements NotTakingCause {}

  /**
   * Another member's key says that it is a primary, or on a newer timeline.
   *
   * @param member its name
   */
  record PrimaryOrNewer(String member) implements NotTakingCause {}

  /** This node has a fault with which it could not be promoted. */
  record NotPromotable(Fault fault) implements NotTakingCause {}

  /**
   * This node is unhealthy, and another member is not.
   *
   * @param member the other one's name
   */
  record AnotherHealthy(String member, Fault fault) implements NotTakingCause {}

  /** This node is unhealthy, and somebody who does not answer yet may be healthy. */
  record HealthyMayTurnUp(Fault fault) implements NotTakingCause {}

  /** The PostgreSQL here gives no answer. */
  record ServerSilent() implements NotTakingCause {}

  /**
   * What would stop the server here is not ready.
   *
   * @param problem what the fence says
   */
  record FenceNotReady(String problem) implements NotTakingCause {}

  /**
   * This node promised to let a leader go on without the DCS, or may have before its agent was
   * started.
   */
  record Promised() implements NotTakingCause {}

  /**
   * This node was not promoted when that was last tried.
   *
   * @param failure what that said
   */
  record PromotionFailed(String failure) implements NotTakingCause {}

  /** An operator chose a member, and this stopped one waits to follow it. */
  record AnotherChosen() implements NotTakingCause {}

  /**
   * An operator chose a member that can lead.
   *
   * @param member its name
   */
  record MemberChosen(String member) implements NotTakingCause {}

  /** An operator asked that this node lead no more, and others can. */
  record AnotherLeaderWanted() implements NotTakingCause {}

  /**
   * In a switchover this node lacks the last WAL of the former leader.
   *
   * @param end where that WAL ends
   */
  record LastWalMissing(Lsn end) implements NotTakingCause {}

  /** The data here was rewound only in part. */
  record RewindInterrupted() implements NotTakingCause {}
}
