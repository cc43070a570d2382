package io.hactl.time;

import java.time.Duration;

/** Runs something later, so that a simulation can decide when later is. */
public interface Timers {

  /**
   * Runs {@code task} once after {@code delay}; a delay of zero or less means as soon as possible.
   * An exception from the task is logged and ends that task only.
   */
  Timer after(Duration delay, Runnable task);

  /** A pending task. */
  interface Timer {
    /** Prevents the task from running if it has not started yet. */
    void cancel();
  }
}
