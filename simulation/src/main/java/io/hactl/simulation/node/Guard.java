package io.hactl.simulation.node;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.model.FenceView;
import io.hactl.port.Fence;
import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.setting.Mutation;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * The process beside the agent that stops PostgreSQL when the deadline that the agent told it last
 * has passed, whatever has become of the agent. From then on it lets no primary run until it is
 * told something new.
 */
public final class Guard implements Fence {

  private final Ground ground;
  private final SimulatedNode node;
  private Optional<Tick> deadline = Optional.empty();
  private Duration grace = Duration.ZERO;
  private boolean fenced;
  private boolean leftAlone;
  private Optional<Tick> waitingFor = Optional.empty();

  /** What the agent before this one has left. */
  private Optional<Tick> inherited = Optional.empty();

  Guard(Ground ground, SimulatedNode node) {
    this.ground = ground;
    this.node = node;
  }

  @Override
  public void apply(FenceOrder order) {
    switch (order) {
      case FenceOrder.Arm arm -> {
        inherited = Optional.empty();
        deadline = Optional.of(deadline(arm));
        grace = LeaseTiming.guardGrace(arm.ttl());
        fenced = false;
        leftAlone = false;
      }
      case FenceOrder.Disarm ignored -> {
        inherited = Optional.empty();
        leftAlone = false;
        disarm();
      }
      case FenceOrder.NotAfter limit -> {
        Tick at = LeaseTiming.guardAt(limit.leaseUntil(), limit.ttl());
        if (deadline.filter(at::isBefore).isPresent()) {
          inherited = Optional.empty();
          deadline = Optional.of(at);
          grace = LeaseTiming.guardGrace(limit.ttl());
        }
      }
      case FenceOrder.Keep ignored -> {
        if (ground.mutation() == Mutation.GUARD_DISARMED_BY_RESTART) {
          disarm();
        }
      }
    }
    await();
  }

  /** The agent goes by a pause: a primary here is the operator's. */
  void agentIsPaused() {
    leftAlone = !node.dir().isStandby();
  }

  private void disarm() {
    deadline = Optional.empty();
    fenced = false;
  }

  private Tick deadline(FenceOrder.Arm arm) {
    return ground.mutation() == Mutation.GUARD_WITHOUT_MARGIN
        ? arm.leaseUntil().plus(Duration.ofMillis(500))
        : LeaseTiming.guardAt(arm.leaseUntil(), arm.ttl());
  }

  @Override
  public FenceView view() {
    return FenceView.READY.withInherited(inherited);
  }

  /** Another agent takes it over. */
  void agentStarts() {
    inherited = deadline;
  }

  /** Sleeps until the deadline it knows; a signal tells it of one that is earlier. */
  private void await() {
    boolean inTime =
        deadline.isEmpty() || waitingFor.filter(w -> !deadline.get().isBefore(w)).isPresent();
    if (inTime) {
      return;
    }
    Optional<Tick> mine = deadline;
    waitingFor = mine;
    Duration left = deadline.get().since(node.clock().now());
    node.gate()
        .after(
            node.clock().trueTime(left),
            () -> {
              if (waitingFor.equals(mine)) {
                waitingFor = Optional.empty();
                check();
              }
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
    Tick last = deadline.get().plus(grace);
    deadline = Optional.empty();
    fenced = true;
    node.server().ifPresent(s -> strike(s, last));
  }

  /** A guard that was held up itself has no time left for anything but SIGKILL. */
  private void strike(Server server, Tick last) {
    ground.trace().note(node.name(), "the guard stops PostgreSQL");
    Duration left = last.since(node.clock().now());
    if (left.isPositive()) {
      server.stopImmediate();
      node.gate().after(left, () -> server.die("was killed by the guard"));
    } else {
      server.die("was killed by the guard");
    }
  }

  /** Whether no primary may run here now. */
  boolean isFenced() {
    return fenced;
  }

  /**
   * Whether the agent was told, by a pause, to leave a primary here to the operator. Until the
   * agent has heard of the pause's end, and acted on that, nothing is promised of it.
   */
  public boolean isLeftAlone() {
    boolean primary = node.server().filter(Server::isPrimary).isPresent() || node.hasOrphans();
    return leftAlone && primary;
  }

  /** The machine has booted again. */
  void reset() {
    deadline = Optional.empty();
    fenced = false;
    waitingFor = Optional.empty();
  }

  /** The machine was suspended: what was missed is seen to before anything else runs. */
  void woken() {
    check();
  }
}
