package io.hactl.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Everything at random: what holds for these seeds, and for others each time. */
class SeedsTest {

  /** How long fresh seeds are tried, in seconds. */
  private static final long SECONDS = Long.getLong("simulation.seconds", 60);

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

  /** On all cores; the base seed is printed, so that the very same seeds can be tried again. */
  @Test
  void nothingIsBrokenInFreshSeeds() throws Exception {
    long base = ThreadLocalRandom.current().nextLong(1L << 40);
    long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    AtomicLong next = new AtomicLong(base);
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.println("fresh seeds from " + base + " for " + SECONDS + " s on " + cores);
    List<Callable<Void>> workers = Collections.nCopies(cores, () -> work(base, next, deadline));
    try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
      for (Future<Void> worker : pool.invokeAll(workers)) {
        worker.get();
      }
    }
    System.out.println((next.get() - base) + " fresh seeds from " + base + ": nothing was broken");
  }

  private static Void work(long base, AtomicLong next, long deadline) {
    while (System.nanoTime() < deadline) {
      long seed = next.getAndIncrement();
      check(seed);
      if ((seed - base + 1) % 250 == 0) {
        System.out.println((seed - base + 1) + " fresh seeds");
      }
    }
    return null;
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
