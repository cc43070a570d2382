package io.hactl.agent.fence;

import io.hactl.core.decision.FenceOrder;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.model.FenceView;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.port.Fence;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard process beside this agent, as a fence: its deadline is moved on with the lease, and
 * there is always one, as {@link GuardKeeper} sees to it.
 */
public final class GuardProcess implements Fence, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardProcess.class);

  /** How long a guard that is told of a deadline gets to say that it has it. */
  private static final Duration ACKNOWLEDGE = Duration.ofMillis(50);

  private static final Duration LOOK_FOR_FROZEN = Duration.ofSeconds(1);
  private static final long STEP_NANOS = 20_000;

  private final TimeSource time;
  private final SharedState state;
  private final GuardKeeper keeper;
  private Tick lastLook;
  private FenceView view;
  private long fired;

  /** The deadline that was found here, until another takes its place. */
  private Optional<Tick> inherited;

  /** The first deadline of this arming; 0: not armed. */
  private long armedFrom;

  private GuardProcess(TimeSource time, SharedState state, GuardKeeper keeper) {
    this.time = time;
    this.state = state;
    this.keeper = keeper;
    this.lastLook = time.now();
    this.fired = state.fired();
    this.armedFrom = state.deadline();
    this.inherited =
        state.deadline() == 0 ? Optional.empty() : Optional.of(new Tick(state.deadline()));
    this.view = FenceView.notReady("the guard has not started yet", time.now());
  }

  /**
   * Starts a guard for the data directory, or takes over the one that lives there, and returns when
   * it is ready, or it is known why it is not; that is in the log, and is tried again.
   *
   * @param program {@code hactl-guard}
   * @throws IOException with one sentence if the state cannot be shared
   */
  public static GuardProcess start(Path program, Path dataDir, TimeSource time) throws IOException {
    SharedState state = SharedState.open(SharedState.fileFor(dataDir));
    GuardKeeper keeper = new GuardKeeper(program, SharedState.real(dataDir), state, time);
    GuardProcess guard = new GuardProcess(time, state, keeper);
    keeper.start();
    guard.armedFrom = state.deadline();
    return guard;
  }

  @Override
  public void apply(FenceOrder order) {
    tellOfFiring();
    switch (order) {
      case FenceOrder.Arm arm -> arm(arm);
      case FenceOrder.Disarm ignored -> disarm();
      case FenceOrder.NotAfter limit -> bringForward(limit);
      case FenceOrder.Keep ignored -> {}
    }
  }

  private void arm(FenceOrder.Arm arm) {
    inherited = Optional.empty();
    long deadline = LeaseTiming.guardAt(arm.leaseUntil(), arm.ttl()).nanos();
    long before = state.deadline();
    if (deadline == before) {
      return;
    }
    state.setGrace(LeaseTiming.guardGrace(arm.ttl()));
    state.setDeadline(deadline);
    boolean asleep = before == 0 || before <= time.now().nanos();
    if (asleep) {
      armedFrom = deadline;
    }
    if (asleep || deadline < before) {
      armedFrom = Math.min(armedFrom, deadline);
      keeper.guard().ifPresent(Signal.USR1::sendTo);
      awaitAcknowledgement();
    }
  }

  private void bringForward(FenceOrder.NotAfter limit) {
    boolean later = state.deadline() > LeaseTiming.guardAt(limit.leaseUntil(), limit.ttl()).nanos();
    if (later) {
      arm(new FenceOrder.Arm(limit.leaseUntil(), limit.ttl(), limit.ttl()));
    }
  }

  /** Bounded: a guard that is late is not ready, and the loop goes on. */
  private void awaitAcknowledgement() {
    Tick limit = time.now().plus(ACKNOWLEDGE);
    while (!isAcknowledged() && keeper.guard().isPresent() && time.now().isBefore(limit)) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  /** It wakes up at a moment of this arming, and not after the one that holds now. */
  private boolean isAcknowledged() {
    long until = state.acknowledged();
    return until >= armedFrom && until <= state.deadline() && until != 0;
  }

  private void disarm() {
    inherited = Optional.empty();
    if (state.deadline() != 0) {
      state.setDeadline(0);
      armedFrom = 0;
    }
  }

  @Override
  public FenceView view() {
    lookForFrozen();
    String problem = keeper.problem();
    if (problem.isEmpty() && armedFrom != 0 && !isAcknowledged()) {
      problem = "the guard does not answer";
    }
    boolean ready = problem.isEmpty();
    if (ready && !view.ready()) {
      view = FenceView.READY;
    } else if (!ready && (view.ready() || !view.problem().equals(problem))) {
      view = FenceView.notReady(problem, view.ready() ? time.now() : view.since());
    }
    return view.withInherited(inherited);
  }

  /** A guard that somebody has stopped guards nothing: another takes its place. */
  private void lookForFrozen() {
    if (time.now().isBefore(lastLook.plus(LOOK_FOR_FROZEN))) {
      return;
    }
    lastLook = time.now();
    keeper
        .guard()
        .filter(ProcFs::isFrozen)
        .ifPresent(
            guard -> {
              log.warn("The guard, process {}, is stopped; another takes its place.", guard.pid());
              Signal.KILL.sendTo(guard);
            });
  }

  /** What the guard did while this agent could not. */
  private void tellOfFiring() {
    long now = state.fired();
    if (now != fired && state.stoppedAt().isPresent()) {
      fired = now;
      log.warn(
          "The guard has stopped PostgreSQL, {} ms ago and within {} ms, as the lease was not"
              + " renewed in time.",
          time.now().since(state.firedAt()).toMillis(),
          state.stoppedAt().get().since(state.firedAt()).toMillis());
    }
  }

  @Override
  public void onChange(Runnable listener) {
    keeper.onChange(listener);
  }

  /** The guard's process, if it lives. */
  public Optional<ProcessId> process() {
    return keeper.guard();
  }

  /** Looks after the guard no more; it lives on for as long as it has something to guard. */
  @Override
  public void close() {
    keeper.close();
  }
}
