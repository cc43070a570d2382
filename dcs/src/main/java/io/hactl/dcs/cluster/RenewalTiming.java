package io.hactl.dcs.cluster;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.DynamicKeys;
import io.hactl.settings.Problem;
import io.hactl.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arithmetic of a lease, in as far as a configuration can be refused for it. */
public final class RenewalTiming {

  private static final Duration RENEW_MIN = Duration.ofMillis(250);

  private RenewalTiming() {}

  /** How often the session is renewed: each loop, and at least three times in a ttl. */
  public static Duration renewEvery(Duration ttl, Duration loopWait) {
    Duration third = ttl.dividedBy(3);
    Duration every = loopWait.compareTo(third) < 0 ? loopWait : third;
    return every.compareTo(RENEW_MIN) < 0 ? RENEW_MIN : every;
  }

  /** Whether a watchdog with this time-out outlasts a renewal that has to be tried again. */
  public static boolean outlastsRenewals(Duration resetAfter, Duration renewEvery) {
    return resetAfter.compareTo(renewEvery.multipliedBy(3).dividedBy(2)) >= 0;
  }

  /**
   * A watchdog's time-out for a lease of that length, in whole seconds; zero or less: there is
   * none.
   *
   * @param margin from the reset to the end of the lease; negative: half of the ttl
   */
  public static Duration watchdogTimeout(Duration ttl, Duration margin) {
    Duration exact = margin.isNegative() ? ttl.dividedBy(2) : ttl.minus(margin);
    return Duration.ofSeconds(exact.toSeconds());
  }

  /**
   * Why a member's watchdog cannot be used under these settings; empty: it can.
   *
   * @param margin the member's {@code watchdog.safety_margin}
   */
  public static Optional<Problem> watchdogProblem(
      DynamicConfig config, String member, Duration margin) {
    Duration timeout = watchdogTimeout(config.ttl(), margin);
    Duration every = renewEvery(config.ttl(), config.loopWait());
    return timeout.toSeconds() >= 1 && outlastsRenewals(timeout, every)
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                DynamicKeys.TTL.path(),
                ("(%s) leaves the watchdog of %s a time-out of %s, with a safety_margin of %s,"
                        + " which does not outlast a renewal (every %s) that has to be tried again;"
                        + " raise 'ttl', lower 'loop_wait', or lower that member's"
                        + " watchdog.safety_margin")
                    .formatted(
                        Units.text(config.ttl()),
                        member,
                        Units.text(timeout),
                        margin.isNegative() ? "half of the ttl" : Units.text(margin),
                        Units.text(every))));
  }

  /** The same for all members of the cluster that have a watchdog. */
  public static List<Problem> watchdogProblems(DynamicConfig config, Cluster cluster) {
    List<Problem> problems = new ArrayList<>();
    cluster
        .members()
        .values()
        .forEach(
            m ->
                m.own()
                    .watchdogMargin()
                    .flatMap(margin -> watchdogProblem(config, m.name(), margin))
                    .ifPresent(problems::add));
    return problems;
  }
}
