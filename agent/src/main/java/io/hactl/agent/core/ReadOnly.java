package io.hactl.agent.core;

import io.hactl.agent.core.Reason.Kind;
import java.time.Duration;

/**
 * The leader key is this member's own and it cannot be renewed in time: nothing here may take
 * writes any more. What was stopped comes back as a standby of nobody, so that reads go on, and
 * races like every other member when the DCS is back.
 */
final class ReadOnly {

  private ReadOnly() {}

  /** Whether this member is the last known leader without the time, or the DCS, to act as one. */
  static boolean isDue(Observation o) {
    boolean tooLate = o.holdsLease() && !o.now().isBefore(o.demoteAt());
    boolean ownKey = o.dcs().isLeader(o.self().name());
    return tooLate || (ownKey && !o.holdsLease() && !o.connected());
  }

  static Decision decide(Observation o) {
    Decision decision =
        Decision.of(Kind.READ_ONLY_WITHOUT_DCS).and(o.wakeIn(Duration.ofSeconds(1)));
    if (!o.server().isStopped()) {
      return decision;
    }
    return o.memory().isBackingOff(o.now())
        ? Decision.of(Kind.BACKING_OFF, o.memory().lastFailure())
            .and(new Action.WakeAt(o.memory().notBefore().orElseThrow()))
        : decision.run(
            new PostgresTask.StartStandby(
                java.util.Optional.empty(), o.config(), Replica.startTimeout(o)));
  }
}
