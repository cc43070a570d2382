package io.hactl.agent.core;

import java.time.Duration;

/**
 * How a lease's time is divided.
 *
 * <pre>
 * renewal sent                              demote begins      no process left    lease may end
 *   |------------------- ttl - stopBudget ------|---- fast stop ----|-- kill --|
 * </pre>
 */
public final class LeaseTiming {

  private static final Duration STOP_BUDGET_MAX = Duration.ofSeconds(5);
  private static final Duration RENEW_MIN = Duration.ofMillis(250);

  private LeaseTiming() {}

  /** The time before the deadline at which a primary that could not renew begins to stop. */
  public static Duration stopBudget(Duration ttl) {
    Duration third = ttl.dividedBy(3);
    return third.compareTo(STOP_BUDGET_MAX) < 0 ? third : STOP_BUDGET_MAX;
  }

  /** How long a stop that a lost lease forces may be fast before it is made immediate. */
  public static Duration fastStopWithin(Duration left) {
    return left.isNegative() ? Duration.ZERO : left.multipliedBy(2).dividedBy(5);
  }

  /** How often the session is renewed: each loop, and at least three times in a ttl. */
  public static Duration renewEvery(Duration ttl, Duration loopWait) {
    Duration third = ttl.dividedBy(3);
    Duration every = loopWait.compareTo(third) < 0 ? loopWait : third;
    return every.compareTo(RENEW_MIN) < 0 ? RENEW_MIN : every;
  }

  /** How soon a renewal that got no answer is tried again. */
  public static Duration retryEvery(Duration ttl) {
    Duration part = ttl.dividedBy(12);
    Duration max = Duration.ofSeconds(1);
    return part.compareTo(max) < 0 ? part : max;
  }
}
