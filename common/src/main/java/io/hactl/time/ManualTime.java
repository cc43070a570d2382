package io.hactl.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clocks and timers that move only when told to, for tests and simulation. Tasks run in the order
 * of their times, those of one time in the order they were scheduled, on the thread that advances.
 * For one thread.
 */
public final class ManualTime implements TimeSource, Timers {

  private static final Logger log = LoggerFactory.getLogger(ManualTime.class);

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
  private final Instant origin;
  private Tick now = new Tick(0);
  private long scheduled;

  /** Begins at the given wall-clock time and at tick 0. */
  public ManualTime(Instant origin) {
    this.origin = origin;
  }

  /** Begins at the start of 2026, UTC. */
  public ManualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Override
  public Tick now() {
    return now;
  }

  @Override
  public Instant wallTime() {
    return origin.plusNanos(now.nanos());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Tick at = delay.isPositive() ? now.plus(delay) : now;
    Task pending = new Task(at, scheduled++, task);
    tasks.add(pending);
    return () -> tasks.remove(pending);
  }

  /** Moves the clocks, and runs on the way whatever becomes due. */
  public void advance(Duration duration) {
    Tick until = now.plus(duration);
    while (!tasks.isEmpty() && !until.isBefore(tasks.peek().at())) {
      runNext();
    }
    now = until;
  }

  /** Runs everything that is due now, and what that makes due now. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /**
   * Moves the clocks to the next task and runs it.
   *
   * @return false if there is none
   */
  public boolean runNext() {
    Task next = tasks.poll();
    if (next == null) {
      return false;
    }
    if (now.isBefore(next.at())) {
      now = next.at();
    }
    try {
      next.task().run();
    } catch (RuntimeException e) {
      log.error("A timer's task failed.", e);
    }
    return true;
  }

  /**
   * Moves the clocks without running anything: the process was suspended. What is overdue runs
   * next, in the order it was due.
   */
  public void suspend(Duration duration) {
    now = now.plus(duration);
  }

  private record Task(Tick at, long number, Runnable task) {}
}
