package io.hactl.core.model;

import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * What stands ready to stop this node's server should the agent not be able to.
 *
 * @param ready whether a server that takes writes may be started
 * @param problem why not; empty text: it may
 * @param since since when that is so
 * @param resetAfter the hardware watchdog's time-out, where one is in use
 * @param watchdogFailed whether a watchdog is required and cannot be used
 * @param inherited when the guard acts by the word of the agent before this one, as long as this
 *     one has said nothing
 */
public record FenceView(
    boolean ready,
    String problem,
    Tick since,
    Optional<Duration> resetAfter,
    boolean watchdogFailed,
    Optional<Tick> inherited) {

  /** No agent before this one has left anything. */
  public FenceView(
      boolean ready,
      String problem,
      Tick since,
      Optional<Duration> resetAfter,
      boolean watchdogFailed) {
    this(ready, problem, since, resetAfter, watchdogFailed, Optional.empty());
  }

  /** The same, with what an agent before this one has left. */
  public FenceView withInherited(Optional<Tick> deadline) {
    return new FenceView(ready, problem, since, resetAfter, watchdogFailed, deadline);
  }

  /** Nothing fences this node, and nothing is asked to. */
  public static final FenceView READY =
      new FenceView(true, "", new Tick(Long.MIN_VALUE / 2), Optional.empty(), false);

  public static FenceView notReady(String problem, Tick since) {
    return new FenceView(false, problem, since, Optional.empty(), false);
  }
}
