package io.hactl.os;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers on one daemon thread. Tasks have to be short: hand long work to a thread of its own.
 *
 * <p>What the JVM waits by stands still while the machine is suspended, the given clock need not.
 * So nothing waits for longer than {@value #LOOK_MILLIS} ms without a look at the clock: what
 * became due in a suspension runs that long after it at the latest.
 */
public final class ThreadTimers implements Timers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ThreadTimers.class);
  private static final int LOOK_MILLIS = 500;
  private static final Duration LOOK = Duration.ofMillis(LOOK_MILLIS);

  private final TimeSource time;
  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param name the thread's name
   * @param time what the delays are counted by
   */
  public ThreadTimers(String name, TimeSource time) {
    this.time = time;
    executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Pending pending =
        new Pending(time.now().plus(delay.isPositive() ? delay : Duration.ZERO), task);
    pending.sleep();
    return pending;
  }

  /** Drops what is pending. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** One task on its way to its time. */
  private final class Pending implements Timer {
    private final Tick due;
    private final Runnable task;
    private volatile boolean cancelled;

    Pending(Tick due, Runnable task) {
      this.due = due;
      this.task = task;
    }

    void sleep() {
      Duration left = due.since(time.now());
      Duration slice = left.compareTo(LOOK) < 0 ? left : LOOK;
      executor.schedule(this::look, Math.max(0, slice.toNanos()), TimeUnit.NANOSECONDS);
    }

    private void look() {
      if (cancelled) {
        return;
      }
      if (!time.now().isBefore(due)) {
        runLogged(task);
        return;
      }
      try {
        sleep();
      } catch (RejectedExecutionException e) {
        log.debug("Timers were closed with a task pending.");
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A timed task failed.", e);
    }
  }
}
