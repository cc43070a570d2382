package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.standby;
import static io.hactl.core.given.Given.aCandidate;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Given;
import io.hactl.core.memory.WalArrival;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.Electing.TakingLeaseAsCandidate;
import io.hactl.core.reason.Electing.WalStillArrives;
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
        .because(WalStillArrives.class)
        .does(new Action.LookBy(in(seconds(1))))
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void theRaceBeginsOnceNoWalArrivesAnyMore() {
    unlocked(seconds(2), true, seconds(1)).decide().because(TakingLease.class);
  }

  @Test
  void theRaceBeginsAtOnceWhereTheStreamHasEnded() {
    unlocked(seconds(2), false, millis(0)).decide().because(TakingLease.class);
  }

  @Test
  void theRaceBeginsInTheEndWhateverArrives() {
    unlocked(seconds(6), true, millis(0)).decide().because(TakingLease.class);
  }

  @Test
  void nothingWaitsUnlessItIsSet() {
    unlocked(seconds(2), true, millis(0))
        .config("{\"primary_race_backoff\": 0}")
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void whatAnOperatorAsksForDoesNotWait() {
    unlocked(seconds(2), true, millis(0))
        .failover("", "a")
        .decide()
        .because(TakingLeaseAsCandidate.class);
  }
}
