package io.hactl.simulation;

import io.hactl.rest.NodeSnapshot;
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

  /** What the agent's newest snapshot means for the guard. */
  void told(NodeSnapshot snapshot) {
    if (!world.settings().guard()) {
      return;
    }
    deadline =
        snapshot.paused()
            ? Optional.empty()
            : snapshot.leaseUntil().map(demoteAt -> demoteAt.plus(world.settings().guardAfter()));
    if (deadline.isPresent() || node.server().filter(s -> !s.dir().standbySignal).isEmpty()) {
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
