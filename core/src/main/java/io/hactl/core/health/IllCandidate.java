package io.hactl.core.health;

import io.hactl.core.election.Race;
import io.hactl.core.memory.HealthMemory;
import io.hactl.core.model.Ailment;
import io.hactl.core.model.Survey;
import io.hactl.core.role.Candidate;
import io.hactl.core.situation.Observation;
import java.time.Duration;
import java.util.Optional;

/**
 * A member that is ill lets the healthy ones go first. It is no worse than no leader at all, so it
 * races when none of them takes the lease.
 */
public final class IllCandidate {

  /** How long a healthy member that answers has to take the lease. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a healthy member that does not answer has to turn up. */
  static final Duration ALONE = Duration.ofSeconds(3);

  private IllCandidate() {}

  /** Why this node must not take the lease now, being ill; empty: it may. */
  public static Optional<String> objection(Observation o, Survey survey) {
    HealthMemory health = o.memory().health();
    if (!health.isIll()) {
      return Optional.empty();
    }
    if (health.forbidding().isPresent()) {
      return health.forbidding().map(Ailment::message);
    }
    String what = health.ailments().getFirst().message();
    Optional<String> healthy =
        survey.answers().values().stream()
            .filter(p -> Race.isEligibleOnceAdmitted(o.dcs(), p))
            .map(p -> p.name() + " is well, and here " + what)
            .findFirst();
    Duration patience = healthy.isPresent() ? PATIENCE : ALONE;
    return Candidate.unlockedSince(o).plus(patience).isBefore(o.now())
        ? Optional.empty()
        : Optional.of(healthy.orElse("a healthy member may turn up, and here " + what));
  }
}
