package io.hactl.core.election;

import io.hactl.core.situation.Situation;
import java.time.Duration;

/** The time in which nobody leads, and who has how much of it for himself. */
public final class Vacancy {

  /** How long a member that an operator chose has to take the lease before the others race. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private Vacancy() {}

  /** Whether who was to take the lease before the others has had his time. */
  public static boolean patienceIsOver(Situation s) {
    return s.unlockedSince().plus(PATIENCE).isBefore(s.now());
  }
}
