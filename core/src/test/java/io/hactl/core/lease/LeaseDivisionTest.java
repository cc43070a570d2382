package io.hactl.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseDivisionTest {

  /** Every ttl and loop_wait that may be stored, and some that may not. */
  private interface Check {
    void of(Duration ttl, Duration loopWait);
  }

  private static void forAll(Check check) {
    for (int ttl = 2; ttl <= 90; ttl++) {
      for (long loopWait : new long[] {100, 500, 1_000, 3_000, 10_000, 60_000, 3_600_000}) {
        check.of(Duration.ofSeconds(ttl), Duration.ofMillis(loopWait));
      }
    }
  }

  @Test
  void aRenewalThatFailsIsTriedTwiceMoreBeforeThePrimaryIsStopped() {
    forAll(
        (ttl, loopWait) -> {
          Duration tried =
              LeaseTiming.renewEvery(ttl, loopWait)
                  .plus(LeaseTiming.retryEvery(ttl).multipliedBy(2));
          assertThat(tried).isLessThanOrEqualTo(ttl.minus(LeaseTiming.stopBudget(ttl)));
        });
  }

  @Test
  void theAgentBeginsToStopBeforeTheGuardDoesAndTheGuardBeforeTheLeaseEnds() {
    forAll(
        (ttl, loopWait) -> {
          assertThat(LeaseTiming.guardMargin(ttl)).isLessThan(LeaseTiming.stopBudget(ttl));
          assertThat(LeaseTiming.guardGrace(ttl)).isLessThan(LeaseTiming.guardMargin(ttl));
          assertThat(LeaseTiming.guardMargin(ttl)).isGreaterThan(Duration.ofMillis(250));
        });
  }

  @Test
  void aFastStopIsOverBeforeTheGuardActs() {
    forAll(
        (ttl, loopWait) -> {
          Duration budget = LeaseTiming.stopBudget(ttl);
          Duration fast = LeaseTiming.fastStopWithin(budget);
          assertThat(fast).isLessThan(budget.minus(LeaseTiming.guardMargin(ttl)));
        });
  }

  @Test
  void aWatchdogThatOutlastsRenewalsLeavesTimeToRenewAndToStop() {
    forAll(
        (ttl, loopWait) -> {
          for (Duration reset = Duration.ofSeconds(1);
              reset.compareTo(ttl) < 0;
              reset = reset.plusSeconds(1)) {
            Duration renewEvery = LeaseTiming.renewEvery(ttl, loopWait);
            if (LeaseTiming.outlastsRenewals(reset, renewEvery)) {
              Duration demoteAfter =
                  ttl.minus(LeaseTiming.demoteBefore(ttl, loopWait, Optional.of(reset)));
              assertThat(demoteAfter).isGreaterThan(renewEvery).isLessThan(reset);
            }
          }
        });
  }
}
