package io.hactl.core.decision;

import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.WaitingForFence;
import io.hactl.core.situation.Observed;
import java.time.Duration;
import java.util.Optional;

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

  /** To wait for the next try of what failed; empty: all of these kinds may be tried. */
  public static Optional<Decision> backingOff(Observed o, TaskKind... kinds) {
    return o.memory()
        .failures()
        .holdingBack(o.now(), kinds)
        .map(
            failure ->
                Decision.of(new BackingOff(failure.message()))
                    .and(new Action.WakeAt(failure.notBefore())));
  }
}
