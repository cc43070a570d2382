package io.hactl.core.model;

/** What a write to the DCS is for; at most one of a kind is under way. */
public enum Purpose {
  /** Taking, taking over or releasing the leader key. */
  LEADER,
  /** Claiming or giving back the right to create the cluster. */
  INITIALIZE,
  /** This member's own key. */
  MEMBER,
  /** The leader's position and slots. */
  STATUS,
  /** The record of timelines. */
  HISTORY,
  /** Ending an operator's request. */
  FAILOVER,
  /** The dynamic configuration of a cluster that has none. */
  CONFIG,
  /** Who may be elected in synchronous mode. */
  SYNC,
  /** The members that must agree in failsafe mode. */
  FAILSAFE,
  /** The WAL that this member has lost. */
  LOST_WAL
}
