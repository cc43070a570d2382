package io.hactl.core.election;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.ended;
import static io.hactl.core.given.Given.aCandidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
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

  /** An operator chose a member that lacked WAL; it was promoted, and crashed before it said so. */
  @Test
  void whoHasAllOfTheTimelineThatBeganLastLacksNothing() {
    Given left =
        aCandidate()
            .config("{\"maximum_lag_on_failover\": 100}")
            .inStep()
            .status(new Lsn(HERE.bytes() + 101))
            .history(ended(TIMELINE - 1, FailedPromotion.PROMOTING));
    Standing me = new Standing(TIMELINE, HERE, 1);

    assertThat(Race.ownObjection(left.statusAt(Given.HISTORY_AT + 1).situation(), me))
        .as("the status is of who leads on the newest timeline")
        .contains(new NotTakingCause.Ineligible(new Objection.Lags(101, 100)));
    assertThat(Race.ownObjection(left.statusAt(Given.HISTORY_AT - 1).situation(), me)).isEmpty();
  }
}
