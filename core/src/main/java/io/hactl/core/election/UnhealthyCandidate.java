package io.hactl.core.election;

import io.hactl.core.memory.HealthMemory;
import io.hactl.core.model.Fault;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.situation.Situation;
import java.time.Duration;
import java.util.Optional;

/**
 * An unhealthy member lets the healthy ones go first. It is better than no leader at all, so it
 * races when none of them takes the lease.
 */
public final class UnhealthyCandidate {

  /** How long a healthy member that answers has to take the lease. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a healthy member that does not answer has to turn up. */
  static final Duration ALONE = Duration.ofSeconds(3);

  private UnhealthyCandidate() {}

  /** Why this node must not take the lease now, being unhealthy; empty: it may. */
  public static Optional<NotTakingCause> objection(Situation s, PeerAnswers peerAnswers) {
    HealthMemory health = s.memory().health();
    if (!health.isUnhealthy()) {
      return Optional.empty();
    }
    if (health.forbidding().isPresent()) {
      return health.forbidding().map(NotTakingCause.NotPromotable::new);
    }
    Fault here = health.faults().getFirst();
    Optional<NotTakingCause> healthy =
        peerAnswers.answers().values().stream()
            .filter(p -> Race.isRival(s, p))
            .findFirst()
            .map(p -> new NotTakingCause.AnotherHealthy(p.name(), here));
    Duration patience = healthy.isPresent() ? PATIENCE : ALONE;
    return s.unlockedSince().plus(patience).isBefore(s.now())
        ? Optional.empty()
        : Optional.of(healthy.orElseGet(() -> new NotTakingCause.HealthyMayTurnUp(here)));
  }
}
