package io.hactl.core.reason;

/** Nobody leads, and this node may be the next. */
public sealed interface Electing extends Reason {

  /** The others are asked for their positions. */
  record Racing() implements Electing {}

  /** Nobody is ahead of this node. */
  record TakingLease() implements Electing {}

  /** An operator chose this node. */
  record TakingLeaseAsCandidate() implements Electing {}

  /** This node's server runs as the primary already. */
  record TakingLeaseAsPrimary() implements Electing {}

  /** This node gave the lease back for a switchover, and nobody came. */
  record TakingLeaseBack() implements Electing {}

  /** This node must not lead now. */
  record NotTaking(NotTakingCause cause) implements Electing {}

  /** This node does not race yet, as the former leader still sends WAL. */
  record WalStillArrives() implements Electing {}

  /** This node's server does not run, and starts as a standby. */
  record StartingWithoutLeader() implements Electing {}
}
