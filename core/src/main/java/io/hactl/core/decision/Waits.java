package io.hactl.core.decision;

import io.hactl.core.memory.Failures;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.WaitingForFence;
import io.hactl.core.situation.Observed;
import java.time.Duration;

/** Decisions, and parts of them, that put something off. */
public final class Waits {

  private static final Duration FENCE = Duration.ofMillis(100);

  private Waits() {}

  /** Decides again after this time at the latest. */
  public static Action atMost(Observed o, Duration duration) {
    return new Action.WakeAt(o.now().plus(duration));
  }

  /** Nothing that takes writes is begun for now. */
  public static Decision forFence(Observed o) {
    return Decision.of(new WaitingForFence(o.fence().problem())).and(atMost(o, FENCE));
  }

  /** To wait for the next try of what failed; only while tries are held back. */
  public static Decision backingOff(Failures failures) {
    return Decision.of(new BackingOff(failures.message()))
        .and(new Action.WakeAt(failures.notBefore().orElseThrow()));
  }
}
