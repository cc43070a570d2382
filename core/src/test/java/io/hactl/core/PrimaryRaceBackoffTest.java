package io.hactl.core;

import static io.hactl.core.Cast.HERE;
import static io.hactl.core.Cast.TIMELINE;
import static io.hactl.core.Cast.ago;
import static io.hactl.core.Cast.in;
import static io.hactl.core.Cast.millis;
import static io.hactl.core.Cast.seconds;
import static io.hactl.core.Cast.standby;
import static io.hactl.core.Given.aCandidate;

import io.hactl.core.Reason.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The leader's lease has ended, and its server may go on sending WAL. */
class PrimaryRaceBackoffTest {

  private static Given unlocked(Duration since, boolean streaming, Duration quiet) {
    return aCandidate()
        .config("{\"primary_race_backoff\": 6}")
        .runs(standby(TIMELINE, HERE, streaming, Optional.of("b")))
        .heard()
        .remembering(
            m ->
                m.change()
                    .unlockedSince(Optional.of(ago(since)))
                    .walArrival(new WalArrival(HERE, Optional.of(ago(quiet))))
                    .done());
  }

  @Test
  void nobodyRacesWhileWalArrives() {
    unlocked(seconds(2), true, millis(400))
        .decide()
        .because(Kind.WAL_STILL_ARRIVES)
        .does(new Action.LookBy(in(seconds(1))))
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void theRaceBeginsOnceNoWalArrivesAnyMore() {
    unlocked(seconds(2), true, seconds(1)).decide().because(Kind.TAKING_LEASE);
  }

  @Test
  void theRaceBeginsAtOnceWhereTheStreamHasEnded() {
    unlocked(seconds(2), false, millis(0)).decide().because(Kind.TAKING_LEASE);
  }

  @Test
  void theRaceBeginsInTheEndWhateverArrives() {
    unlocked(seconds(6), true, millis(0)).decide().because(Kind.TAKING_LEASE);
  }

  @Test
  void nothingWaitsUnlessItIsSet() {
    unlocked(seconds(2), true, millis(0))
        .config("{\"primary_race_backoff\": 0}")
        .decide()
        .because(Kind.TAKING_LEASE);
  }

  @Test
  void whatAnOperatorAsksForDoesNotWait() {
    unlocked(seconds(2), true, millis(0))
        .failover("", "a")
        .decide()
        .because(Kind.TAKING_LEASE_AS_CANDIDATE);
  }
}
