package io.hactl.core.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Standing;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaceTest {

  private static final Comparator<Standing> ORDER = Standing.ORDER;

  private static Standing any(Random random) {
    return new Standing(random.nextInt(3), new Lsn(random.nextInt(3)), random.nextInt(3));
  }

  @Test
  void theOrderIsTotal() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Standing a = any(random);
      Standing b = any(random);
      Standing c = any(random);
      assertThat(ORDER.compare(a, b)).as("seed %d", seed).isEqualTo(-ORDER.compare(b, a));
      assertThat(ORDER.compare(a, b) == 0).as("seed %d", seed).isEqualTo(a.equals(b));
      if (ORDER.compare(a, b) <= 0 && ORDER.compare(b, c) <= 0) {
        assertThat(ORDER.compare(a, c)).as("seed %d: %s %s %s", seed, a, b, c).isNotPositive();
      }
    }
  }

  @Test
  void timelineCountsMoreThanPositionAndPositionMoreThanPriority() {
    assertThat(ORDER.compare(new Standing(2, new Lsn(1), 0), new Standing(1, new Lsn(9), 9)))
        .isPositive();
    assertThat(ORDER.compare(new Standing(2, new Lsn(2), 0), new Standing(2, new Lsn(1), 9)))
        .isPositive();
    assertThat(ORDER.compare(new Standing(2, new Lsn(2), 2), new Standing(2, new Lsn(2), 1)))
        .isPositive();
  }
}
