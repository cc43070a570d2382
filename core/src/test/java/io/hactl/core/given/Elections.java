package io.hactl.core.given;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Given.aCandidate;

import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import java.time.Duration;
import java.util.Optional;

/** What tests of elections have in common. */
public final class Elections {

  public static final Lsn BEHIND = new Lsn(HERE.bytes() - 8);
  public static final Lsn AHEAD = new Lsn(HERE.bytes() + 8);

  private Elections() {}

  public static Given unlockedFor(Duration time) {
    return aCandidate().remembering(m -> m.change().unlockedSince(Optional.of(ago(time))).done());
  }

  public static Transaction.Builder takeToPromote(long failoverAt) {
    return Transaction.builder()
        .ifAbsent(Keys.LEADER)
        .ifAt(Keys.SYNC, 0)
        .ifAt(Keys.HISTORY, 0)
        .ifAt(Keys.FAILOVER, failoverAt)
        .put(Keys.LEADER, "a", SESSION);
  }

  public static String noted(Lsn position) {
    return "[[3," + position.bytes() + ",\"promoting\",\"2026-05-01T12:00:00+00:00\",\"a\"]]";
  }

  public static void refuses(Given given, NotTakingCause why) {
    given.decide().because(new NotTaking(why)).commitsNo(Purpose.LEADER).runsNothing();
  }
}
