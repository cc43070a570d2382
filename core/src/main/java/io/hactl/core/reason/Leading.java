package io.hactl.core.reason;

import io.hactl.core.model.Fault;
import java.time.OffsetDateTime;

/** This node leads, or is about to. */
public sealed interface Leading extends Reason {

  /** This node leads, and there is nothing else to do. */
  record HoldingLease() implements Leading {}

  /** This node has the lease, and its standby becomes the primary. */
  record Promoting() implements Leading {}

  /** This node has the lease, and its server does not run. */
  record StartingPrimary() implements Leading {}

  /** The primary crashed, and is started where it was. */
  record RestartingCrashed() implements Leading {}

  /** The lease ends too soon for anything to be begun on it. */
  record LeaseEnding() implements Leading {}

  /** This node leads though it is unhealthy: nobody healthy can take over. */
  record UnhealthyLeader(Fault fault) implements Leading {}

  /** The leader key has this member's name and an older session. */
  record TakingOverOwnKey() implements Leading {}

  /**
   * This node leads, and an operator has planned a switchover.
   *
   * @param at for when
   */
  record SwitchoverPlanned(OffsetDateTime at) implements Leading {}

  /** This node leads without the DCS, as all members agree: failsafe mode. */
  record LeadingWithoutDcs() implements Leading {}
}
