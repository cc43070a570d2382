package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Everything at random: what holds for these seeds, and for others each time. */
class SeedsTest {

  /** How long fresh seeds are tried, in seconds. */
  private static final long SECONDS = Long.getLong("simulation.seconds", 20);

  @Test
  void oneSeedGivesOneRun() {
    for (long seed = 1; seed <= 12; seed++) {
      Simulation.Outcome first = Simulation.run(seed, true);
      Simulation.Outcome second = Simulation.run(seed, true);
      assertThat(second.hash()).isEqualTo(first.hash());
      assertThat(second.lines()).isEqualTo(first.lines());
    }
  }

  @Test
  void nothingIsBrokenInTheFixedSeeds() {
    for (long seed = 1; seed <= 150; seed++) {
      check(seed);
    }
  }

  @Test
  void nothingIsBrokenInFreshSeeds() {
    long seed = ThreadLocalRandom.current().nextLong(1L << 40);
    long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    while (System.nanoTime() < deadline) {
      check(seed++);
    }
  }

  private static void check(long seed) {
    Simulation.Outcome outcome = Simulation.run(seed, false);
    if (outcome.violation().isPresent()) {
      List<String> lines = Simulation.run(seed, true).lines();
      fail(
          outcome.violation().get()
              + "\nReplay it with: make simulate SEED="
              + seed
              + "\n"
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 150), lines.size())));
    }
  }
}
