package io.hactl.simulation.setting;

/** Bugs planted on purpose: a simulation that does not find them proves nothing. */
public enum Mutation {
  /** As it is. */
  NONE,

  /** Nobody stops a primary whose agent is frozen or dead. */
  GUARD_OFF,
  /** The guard strikes when the lease may be over already. */
  GUARD_WITHOUT_MARGIN,
  /** An agent that has just begun, and knows of no lease, takes the guard off a running primary. */
  GUARD_DISARMED_BY_RESTART,

  /** The lease counts from the answer to a renewal instead of from the request. */
  RENEWAL_FROM_REPLY,
  /** A session that could not be renewed is not lost. */
  LOST_SESSION_KEPT,
  /** The time that the machine was suspended does not count. */
  SUSPENSION_NOT_COUNTED,
  /** Deadlines are measured on the wall clock. */
  WALL_CLOCK_DEADLINES,

  /** The promotion does not wait for the lease. */
  PROMOTE_BEFORE_LEASE,
  /** The leader key is written whatever it is at. */
  LEASE_WITHOUT_COMPARISON,
  /** A write of the leader key that got no answer counts as done. */
  UNKNOWN_OUTCOME_IS_SUCCESS,
  /** A server that was a primary is started as one, though nobody leads. */
  PRIMARY_WITHOUT_LEASE,
  /** The lease is given back before PostgreSQL is stopped. */
  RELEASE_BEFORE_STOP,
  /** A release that may still arrive is forgotten. */
  LATE_RELEASE_FORGOTTEN,

  /** Who led last is not asked once its keys are gone. */
  LAST_LEADER_NOT_ASKED,
  /** Nobody is asked before the lease is taken. */
  RACE_WITHOUT_ASKING,
  /** How far the others are does not matter. */
  RACE_WITHOUT_POSITIONS,
  /** A member whose server does not answer tells its position from before. */
  OUTDATED_POSITION_TOLD,
  /** Another member that says it is a primary does not matter. */
  RACE_DESPITE_PRIMARY,
  /** A member that races counts as the replica that it was. */
  RACE_AS_REPLICA,
  /** The tag nofailover does not matter. */
  NOFAILOVER_IGNORED,

  /** A standby that comes is in the sync key before commits wait for it. */
  SYNC_KEY_GROWS_FIRST,
  /** Commits no longer wait for a standby that goes while it is in the sync key. */
  SYNC_NAMES_SHRINK_FIRST,
  /** A standby is in the sync key before it has what was acknowledged without it. */
  SYNC_STANDBY_NOT_CAUGHT_UP,
  /** Commits wait for nobody before the sync key is gone. */
  SYNC_OFF_NAMES_FIRST,
  /** Who is in the sync key does not matter. */
  RACE_WITHOUT_SYNC_KEY,
  /** One fewer is heard of than the quorum. */
  RACE_WITH_SMALLER_QUORUM,
  /** A commit counts a standby that is not named. */
  SYNC_COMMIT_BY_ANYBODY,

  /** A promotion takes whichever timeline PostgreSQL finds free. */
  TIMELINE_NOT_RESERVED,
  /** WAL that left the leader's history counts as part of it. */
  DIVERGENCE_OVERLOOKED,
  /** An interrupted pg_rewind leaves no mark. */
  HALF_REWOUND_STARTED,
  /** An unhealthy leader stays, whoever could take over. */
  UNHEALTHY_LEADER_STAYS,
  /** An unhealthy member races as if it were healthy. */
  UNHEALTHY_STANDBY_RACES,
  /** An unhealthy leader stops its server, whether anybody could take over or not. */
  UNHEALTHY_LEADER_YIELDS_TO_NOBODY,
  /** A watch that missed events which are compacted by now goes on without them. */
  COMPACTED_EVENTS_LOST,

  /** The leader goes on without the DCS while most members agree, not all. */
  FAILSAFE_BY_MAJORITY,
  /** A member races though it has agreed to let the leader go on. */
  FAILSAFE_PROMISE_BROKEN,
  /** What all agreed to counts from the answers instead of from the question. */
  FAILSAFE_FROM_REPLY,
  /** A member that the failsafe key does not name may lead. */
  FAILSAFE_OUTSIDER_LEADS,
  /** A leader that all agreed to goes on though another one was seen. */
  FAILSAFE_DESPITE_ANOTHER,

  /** A promotion goes on though pre_promote failed. */
  PRE_PROMOTE_FAILURE_IGNORED,
  /** A member whose promotion failed keeps the lease and tries again. */
  PRE_PROMOTE_TRIED_FOR_EVER,
  /** before_stop may take as long as it likes. */
  BEFORE_STOP_UNBOUNDED,

  /** A planned switchover does not wait for its time. */
  PLAN_BEFORE_ITS_TIME,
  /** A planned switchover is carried out though it was cancelled. */
  PLAN_CANCELLED_IN_VAIN,
  /** A planned restart stays planned when it is cancelled. */
  PLANNED_RESTART_CANCELLED_IN_VAIN,

  /** A standby moves permanent slots to where it is itself. */
  SLOT_MOVED_TO_OWN_END,
  /** A standby moves no permanent slot. */
  SLOT_NEVER_MOVED,
  /** A standby makes no permanent slot. */
  SLOT_ON_LEADER_ALONE,

  /** Diverged data is removed instead of set aside. */
  DIVERGED_DATA_REMOVED;

  public boolean keepsGuard() {
    return this != GUARD_OFF;
  }
}
