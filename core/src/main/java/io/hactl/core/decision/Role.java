package io.hactl.core.decision;

/**
 * What this node is at this moment: each decision is that of one of these. Which of them may become
 * which says {@link io.hactl.core.role.Transitions}.
 *
 * <p>What only interrupts a role is none, and the role goes on when it is over: a task under way,
 * waiting for a look at PostgreSQL, data that cannot be read, processes that a dead postmaster left
 * behind and that are ended first.
 */
public enum Role {
  /** The agent has begun, and has not seen the data or the cluster yet. */
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
  /** An operator has paused the cluster, and this node holds the lease. */
  PAUSED_LEADER,
  /** An operator has paused the cluster, and this node does not hold the lease. */
  PAUSED,
  /** The data here is another cluster's: it is left as it is, and the agent ends. */
  REFUSED,
  /** The agent was asked to end. */
  STOPPING
}
