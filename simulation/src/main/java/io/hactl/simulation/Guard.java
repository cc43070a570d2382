package io.hactl.simulation;

import io.hactl.agent.core.Mandate;
import io.hactl.agent.core.Observation;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * The process beside the agent that stops PostgreSQL when the deadline that the agent told it last
 * has passed, whatever has become of the agent. From then on it lets no primary run until it is
 * told of a new deadline, or until the agent, awake again, knows that it does not lead and none
 * runs.
 */
final class Guard {

  private final World world;
  private final SimulatedNode node;
  private Optional<Tick> deadline = Optional.empty();
  private boolean fenced;
  private boolean waiting;

  Guard(World world, SimulatedNode node) {
    this.world = world;
    this.node = node;
  }

  /** What the agent knows when it decides is what it tells the guard, before it does anything. */
  void told(Observation o) {
    if (!world.settings().guard()) {
      return;
    }
    boolean paused = o.cluster().isPresent() && o.config().pause();
    boolean mayBePrimary = Mandate.isHeld(o);
    boolean primary = node.server().filter(s -> !s.dir().standbySignal).isPresent();
    // An agent that holds no lease, or does not know yet, does not set free a primary that runs.
    if (paused || mayBePrimary || !primary) {
      deadline =
          mayBePrimary && !paused
              ? Optional.of(Mandate.until(o).minus(world.settings().guardMargin()))
              : Optional.empty();
      fenced = false;
    }
    await();
  }

  private void await() {
    if (waiting || deadline.isEmpty()) {
      return;
    }
    waiting = true;
    Duration left = deadline.get().since(node.clock().now());
    node.machine()
        .after(
            node.clock().trueTime(left),
            () -> {
              waiting = false;
              check();
            });
  }

  private void check() {
    if (deadline.isEmpty()) {
      return;
    }
    if (node.clock().now().isBefore(deadline.get())) {
      await();
      return;
    }
    deadline = Optional.empty();
    fenced = true;
    node.server()
        .ifPresent(
            s -> {
              world.trace().note(node.name(), "the guard stops PostgreSQL");
              s.kill("was killed by the guard");
            });
  }

  /** Whether no primary may run here now. */
  boolean isFenced() {
    return fenced;
  }

  /** The machine has booted again. */
  void reset() {
    deadline = Optional.empty();
    fenced = false;
    waiting = false;
  }

  /** The machine was suspended: what was missed is seen to before anything else runs. */
  void woken() {
    check();
  }
}
