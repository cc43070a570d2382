package io.hactl.core.decision;

/**
 * What this node is at this moment: each decision is that of one of these. Which of them may become
 * which says {@link io.hactl.core.role.Transitions}.
 */
public enum Role {
  /** The agent has begun, and has not seen PostgreSQL or the cluster yet. */
  BEGINNING,
  /** There is no cluster yet: it is created here, or by another member, or from data found here. */
  BOOTSTRAPPING,
  /** No data here: it is copied from another member. */
  COPYING,
  /**
   * Another member leads, and the server here is stopped: it is made fit to follow, and started.
   */
  REJOINING,
  /** Another member leads, and the server here is up, or coming up. */
  REPLICA,
  /** Nobody leads: this node may be the next. */
  CANDIDATE,
  /** Holds the lease. */
  PRIMARY,
  /** Holds the lease, and an operator asked for another leader. */
  SWITCHOVER,
  /** The leader without the DCS, as all members agree. */
  FAILSAFE_LEADER,
  /** The server may take writes, and the lease does not allow it: it is stopped. */
  DEMOTING,
  /** The postmaster died: what it left behind is ended first. */
  ENDING_ORPHANS,
  /** An operator has paused the cluster, and this node holds the lease. */
  PAUSED_LEADER,
  /** An operator has paused the cluster, and this node does not hold the lease. */
  PAUSED,
  /** The agent was asked to end. */
  STOPPING,
  /** The data here is another cluster's, or of no use: an operator has to look at it. */
  REFUSED
}
