package io.hactl.agent.os;

import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on one daemon thread. Tasks have to be short: hand long work to a thread of its own. */
public final class ThreadTimers implements Timers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ThreadTimers.class);

  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param name the thread's name
   */
  public ThreadTimers(String name) {
    executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long nanos = Math.max(0, delay.toNanos());
    ScheduledFuture<?> future =
        executor.schedule(() -> runLogged(task), nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** Drops what is pending. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A timed task failed.", e);
    }
  }
}
