package io.hactl.core.lease;

import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTimingTest {

  @Test
  void aThirdOfTheTtlButNoMoreThanFiveSecondsIsLeftForStopping() {
    assertThat(LeaseTiming.stopBudget(seconds(6))).isEqualTo(seconds(2));
    assertThat(LeaseTiming.stopBudget(seconds(30))).isEqualTo(seconds(5));
  }

  @Test
  void aStopMayBeFastForTwoFifthsOfWhatIsLeft() {
    assertThat(LeaseTiming.fastStopWithin(seconds(5))).isEqualTo(seconds(2));
    assertThat(LeaseTiming.fastStopWithin(seconds(-1))).isEqualTo(Duration.ZERO);
  }

  @Test
  void theSessionIsRenewedEachLoopAndThreeTimesInATtl() {
    assertThat(LeaseTiming.renewEvery(seconds(30), seconds(10))).isEqualTo(seconds(10));
    assertThat(LeaseTiming.renewEvery(seconds(30), seconds(2))).isEqualTo(seconds(2));
    assertThat(LeaseTiming.renewEvery(seconds(9), seconds(10))).isEqualTo(seconds(3));
    assertThat(LeaseTiming.renewEvery(seconds(9), millis(1))).isEqualTo(millis(250));
  }

  @Test
  void aRenewalWithoutAnAnswerIsTriedAgainSoon() {
    assertThat(LeaseTiming.retryEvery(seconds(30))).isEqualTo(seconds(1));
    assertThat(LeaseTiming.retryEvery(seconds(6))).isEqualTo(millis(500));
  }

  @Test
  void severalRenewalsFitBeforeTheDemotionBegins() {
    for (long ttl : new long[] {3, 6, 20, 30, 300}) {
      Duration ttlTime = seconds(ttl);
      Duration left = ttlTime.minus(LeaseTiming.stopBudget(ttlTime));
      assertThat(LeaseTiming.renewEvery(ttlTime, seconds(10)).multipliedBy(2))
          .isLessThanOrEqualTo(left);
    }
  }
}
