package io.hactl.core.reason;

/** Nobody leads, and this node may be the next. */
public sealed interface Electing extends Reason {

  /** The others are asked for their positions. */
  record Racing() implements Electing {}

  /** Nobody is ahead of this node. */
  record TakingLease() implements Electing {}

  /** An operator chose it. */
  record TakingLeaseAsCandidate() implements Electing {}

  /** Its server runs as the primary already. */
  record TakingLeaseAsPrimary() implements Electing {}

  /** It gave the lease back for a switchover, and nobody came. */
  record TakingLeaseBack() implements Electing {}

  /** It must not lead now. */
  record NotTaking(NotTakingCause cause) implements Electing {}

  /** It does not race yet, as the former leader still sends WAL. */
  record WalStillArrives() implements Electing {}

  /** Its server does not run, and starts as a standby. */
  record StartingWithoutLeader() implements Electing {}
}
