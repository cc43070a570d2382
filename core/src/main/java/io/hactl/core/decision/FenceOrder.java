package io.hactl.core.decision;

import io.hactl.time.Tick;
import java.time.Duration;

/** What those that fence this node are told before a decision is carried out. */
public sealed interface FenceOrder {

  /**
   * The server may take writes until the lease ends, and has to be gone by then.
   *
   * @param leaseUntil when the lease ends, if it is not renewed
   * @param ttl the lease's whole length
   * @param renewEvery how often it is renewed where nothing fails
   */
  record Arm(Tick leaseUntil, Duration ttl, Duration renewEvery) implements FenceOrder {}

  /** Nothing here takes writes on this agent's behalf. */
  record Disarm() implements FenceOrder {}

  /**
   * The leader key may be on this lease by now, which is shorter than what was gone by before: a
   * later moment that was given is brought forward, an earlier one stands.
   */
  record NotAfter(Tick leaseUntil, Duration ttl) implements FenceOrder {}

  /** Nothing new: the moment that was given, if any, stands. */
  record Keep() implements FenceOrder {}
}
