package io.hactl.it.machine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to become true, with a deadline. */
public final class Await {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Await() {}

  /** Waits until {@code condition} is true; an exception from it counts as not yet. */
  public static void until(String what, Duration deadline, Callable<Boolean> condition) {
    until(() -> what, deadline, condition);
  }

  /**
   * Waits until {@code condition} is true; an exception from it counts as not yet.
   *
   * @param what said in the failure, evaluated when the deadline has passed
   */
  public static void until(Supplier<String> what, Duration deadline, Callable<Boolean> condition) {
    long end = System.nanoTime() + deadline.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting: " + what.get(), e);
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(POLL_NANOS);
    } while (System.nanoTime() < end);
    throw new AssertionError(
        "not within " + deadline.toMillis() / 1000.0 + " s: " + what.get(), last);
  }

  /**
   * Waits until {@code condition} is true; fails as soon as {@code all} is false before that.
   *
   * @param what has to be so all the while
   */
  public static void holdsUntil(
      String what,
      Callable<Boolean> all,
      String end,
      Duration deadline,
      Callable<Boolean> condition)
      throws Exception {
    long limit = System.nanoTime() + deadline.toNanos();
    while (!condition.call()) {
      if (!all.call()) {
        throw new AssertionError("no longer so: " + what);
      }
      if (System.nanoTime() > limit) {
        throw new AssertionError("not within " + deadline.toSeconds() + " s: " + end);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Fails as soon as {@code condition} is false within {@code time}. */
  public static void holds(String what, Duration time, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + time.toNanos();
    do {
      if (!condition.call()) {
        throw new AssertionError("no longer so: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    } while (System.nanoTime() < end);
  }
}
