package io.hactl.core.reason;

import io.hactl.dcs.cluster.Lsn;

/** A leader gives up its place, or what it had as one. */
public sealed interface HandingOver extends Reason {

  /** The server is stopped or stops, and the lease is given back then. */
  record ReleasingLease(YieldCause cause) implements HandingOver {}

  /** Processes of the server do not end: the lease is left to end by itself. */
  record RenewalStopped(YieldCause cause) implements HandingOver {}

  /** The others are asked whether one of them can lead. */
  record LookingForSuccessor(YieldCause cause) implements HandingOver {}

  /** An operator asked for a switchover, and the candidates are asked for their positions. */
  record CheckingCandidates() implements HandingOver {}

  /**
   * The server stops for a switchover.
   *
   * @param successor who is to lead
   */
  record SwitchingOver(String successor) implements HandingOver {}

  /**
   * The server was shut down cleanly for a switchover.
   *
   * @param end of its WAL
   */
  record ReleasingAfterStop(Lsn end) implements HandingOver {}

  /** There will be no switchover. */
  record CallingOff(CallOffCause cause) implements HandingOver {}

  /** The server may take writes, and this node has not the lease for it. */
  record Demoted(DemotionCause cause) implements HandingOver {}

  /** The postmaster died, and processes that it left behind are at work. */
  record EndingOrphans() implements HandingOver {}

  /** This node led, and without the DCS it serves what is readable. */
  record ReadOnlyWithoutDcs() implements HandingOver {}
}
