package io.hactl.core.reason;

import io.hactl.core.model.Fault;

/** What a leader gives up its place for. */
public sealed interface YieldCause {

  /** Something is wrong with the node. */
  record Unhealthy(Fault fault) implements YieldCause {}

  /** Something was wrong when the server was stopped for that, and is not any more. */
  record WasUnhealthy() implements YieldCause {}

  /** The leader's PostgreSQL crashed. */
  record Crashed() implements YieldCause {}

  /** The PostgreSQL here takes no connections, though it has had the time for that. */
  record DoesNotComeUp() implements YieldCause {}

  /** A dead postmaster's processes do not end. */
  record OrphansRemain() implements YieldCause {}

  /**
   * What would stop the server here is not ready.
   *
   * @param problem what the fence says
   */
  record FenceNotReady(String problem) implements YieldCause {}

  /**
   * The leader's standby was not promoted.
   *
   * @param failure what that said
   */
  record PromotionFailed(String failure) implements YieldCause {}

  /** The leader promised to let another leader go on without the DCS. */
  record Promised() implements YieldCause {}

  /** The cluster is paused, and the data is another cluster's. */
  record ForeignDataInPause() implements YieldCause {}

  /** The cluster is paused, and the PostgreSQL here does not run. */
  record StoppedInPause() implements YieldCause {}

  /**
   * One of these causes, and there is somebody to take over.
   *
   * @param successor a member that can lead
   */
  record WithSuccessor(YieldCause cause, String successor) implements YieldCause {}
}
