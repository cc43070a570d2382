package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.RunningPrimary;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Leading.LeadingWithoutDcs;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Leader;
import java.time.Duration;
import java.util.Optional;

/**
 * The leader without the DCS: it goes on while all members agree ({@link
 * io.hactl.core.failsafe.FailsafeQuestion}).
 */
final class FailsafeLeader {

  private static final Duration DCS_AGAIN = Duration.ofMillis(250);

  private FailsafeLeader() {}

  /** Whether this primary goes on by the members' word alone. */
  static boolean leads(Situation s) {
    return !s.holdsLease() && s.server().isPrimary() && WriteDeadline.isAhead(s);
  }

  /** Takes the lease again as soon as the DCS is back. */
  static Decision decide(Situation s) {
    Decision decision =
        Decision.of(new LeadingWithoutDcs())
            .and(new Action.WakeAt(WriteDeadline.demoteAt(s)), Waits.atMost(s, DCS_AGAIN));
    if (!s.canWrite(Purpose.LEADER)) {
      return decision;
    }
    Optional<Leader> leftover = s.cluster().leader();
    if (leftover.isPresent()) {
      return decision.and(LeaderKey.takeOverOwn(s, leftover.get()));
    }
    return RunningPrimary.objection(s).isEmpty()
        ? decision.and(LeaderKey.takeAsPrimary(s))
        : decision;
  }
}
