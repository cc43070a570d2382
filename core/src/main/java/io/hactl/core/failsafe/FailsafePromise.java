package io.hactl.core.failsafe;

import java.time.Duration;

/** How long members promise to let a leader go on without the DCS, and how long that is asked. */
public final class FailsafePromise {

  /**
   * The longest promise that is asked for, whatever the {@code ttl}. An agent that was started
   * again has forgotten what it promised, and the ttl may have been lowered since: it waits this
   * long.
   */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration ASK_BOUND_MAX = Duration.ofSeconds(2);

  private FailsafePromise() {}

  /** For how long the members are asked to let a leader go on. */
  public static Duration length(Duration ttl) {
    return ttl.compareTo(LONGEST) < 0 ? ttl : LONGEST;
  }

  /** How long an answer is waited for; a question that is older is of no use to its sender. */
  public static Duration askBound(Duration promise) {
    Duration bound = promise.dividedBy(10);
    return bound.compareTo(ASK_BOUND_MAX) < 0 ? bound : ASK_BOUND_MAX;
  }
}
