package io.hactl.core.lease;

import io.hactl.dcs.cluster.RenewalTiming;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * How a lease's time is divided. Everything counts from the moment at which the last renewal that
 * succeeded was sent, on this machine's CLOCK_BOOTTIME; the DCS counts the same ttl from a later
 * moment, when it took the renewal in.
 *
 * <pre>
 * renewal sent     next renewal                                                    lease ends
 *   |                 |    retries ...      |                    |                     |
 *   |--- renewEvery --|---------------------|                    |                     |
 *   |------------ ttl - stopBudget ---------|---- stopBudget: the agent stops it ------|
 *   |                                       |-- fast --|-- immediate, SIGKILL          |
 *   |------------------- ttl - guardMargin ----------------------|---- guardMargin ----|
 *   |                                                            |-- grace --| SIGKILL |
 *   |                                                   immediate           | ... none |
 *   |                                                   by the guard        |     left |
 * </pre>
 *
 * With a hardware watchdog that resets the machine some time before the lease ends, the agent
 * begins to stop that much earlier: {@link #demoteBefore}.
 */
public final class LeaseTiming {

  private static final Duration STOP_BUDGET_MAX = Duration.ofSeconds(5);

  private LeaseTiming() {}

  /** The time before the deadline at which a primary that could not renew begins to stop. */
  public static Duration stopBudget(Duration ttl) {
    Duration third = ttl.dividedBy(3);
    return third.compareTo(STOP_BUDGET_MAX) < 0 ? third : STOP_BUDGET_MAX;
  }

  /**
   * The time before the deadline at which the guard acts: less than {@link #stopBudget}, so that an
   * agent that lives is first, and enough for the kernel to take every process down.
   */
  public static Duration guardMargin(Duration ttl) {
    return stopBudget(ttl).multipliedBy(2).dividedBy(5);
  }

  /** How much earlier than the guard the agent begins to stop a server. */
  public static Duration agentBeforeGuard(Duration ttl) {
    return stopBudget(ttl).minus(guardMargin(ttl));
  }

  /** How long the guard waits after an immediate stop before it sends SIGKILL. */
  public static Duration guardGrace(Duration ttl) {
    return guardMargin(ttl).dividedBy(4);
  }

  /** When the guard acts on a lease that ends at {@code leaseUntil}. */
  public static Tick guardAt(Tick leaseUntil, Duration ttl) {
    return leaseUntil.minus(guardMargin(ttl));
  }

  /**
   * The time before the deadline at which a primary that could not renew begins to stop, where a
   * hardware watchdog resets the machine {@code resetAfter} its last keep-alive, which is never
   * given earlier than the renewal was sent.
   */
  public static Duration demoteBefore(
      Duration ttl, Duration loopWait, Optional<Duration> resetAfter) {
    if (resetAfter.isEmpty()) {
      return stopBudget(ttl);
    }
    Duration half = resetAfter.get().minus(renewEvery(ttl, loopWait)).dividedBy(2);
    Duration budget = stopBudget(ttl).compareTo(half) < 0 ? stopBudget(ttl) : half;
    return ttl.minus(resetAfter.get()).plus(budget);
  }

  /** Whether a watchdog with this time-out outlasts a renewal that has to be tried again. */
  public static boolean outlastsRenewals(Duration resetAfter, Duration renewEvery) {
    return RenewalTiming.outlastsRenewals(resetAfter, renewEvery);
  }

  /** How long a stop that a lost lease forces may be fast before it is made immediate. */
  public static Duration fastStopWithin(Duration left) {
    return left.isNegative() ? Duration.ZERO : left.multipliedBy(2).dividedBy(5);
  }

  /** How often the session is renewed: each loop, and at least three times in a ttl. */
  public static Duration renewEvery(Duration ttl, Duration loopWait) {
    return RenewalTiming.renewEvery(ttl, loopWait);
  }

  /** How soon a renewal that got no answer is tried again. */
  public static Duration retryEvery(Duration ttl) {
    Duration part = ttl.dividedBy(12);
    Duration max = Duration.ofSeconds(1);
    return part.compareTo(max) < 0 ? part : max;
  }
}
