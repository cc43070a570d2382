package io.hactl.simulation.nature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process, or a machine, is woken through: while it is frozen everything waits and comes at
 * once afterwards, and once it is dead nothing comes any more. A process is frozen with its
 * machine.
 */
public final class Gate {

  private final Scheduler scheduler;
  private final Gate outer;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean dead;
  private boolean frozen;

  /**
   * @param outer what this is a part of; null: nothing
   */
  public Gate(Scheduler scheduler, Gate outer) {
    this.scheduler = scheduler;
    this.outer = outer;
  }

  public void run(Runnable action) {
    if (outer == null) {
      enter(action);
    } else {
      outer.run(() -> enter(action));
    }
  }

  private void enter(Runnable action) {
    if (dead) {
      return;
    }
    if (frozen) {
      waiting.add(action);
    } else {
      action.run();
    }
  }

  /** Comes through the gate after this true time. */
  public Scheduler.Task after(Duration delay, Runnable action) {
    return scheduler.after(delay, () -> run(action));
  }

  public void kill() {
    dead = true;
    waiting.clear();
  }

  public void freeze() {
    frozen = true;
  }

  public void thaw() {
    frozen = false;
    List<Runnable> held = List.copyOf(waiting);
    waiting.clear();
    held.forEach(action -> after(Duration.ZERO, action));
  }

  boolean isDead() {
    return dead || (outer != null && outer.isDead());
  }

  /** Whether it is alive and nothing holds it up. */
  public boolean isOpen() {
    return !dead && !frozen && (outer == null || outer.isOpen());
  }

  public boolean isFrozen() {
    return frozen || (outer != null && outer.isFrozen());
  }
}
