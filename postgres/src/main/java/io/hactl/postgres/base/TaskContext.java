package io.hactl.postgres.base;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a task needs to know of being one: the clock, and whether it was cancelled. */
public final class TaskContext {

  private final TimeSource time;
  private final Set<Runnable> onCancel = ConcurrentHashMap.newKeySet();
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /**
   * @param time the clock that the task's deadlines are measured on
   */
  public TaskContext(TimeSource time) {
    this.time = time;
  }

  /** Something that has to be undone at the end of a block. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** The time on the task's clock. */
  public Tick now() {
    return time.now();
  }

  /** The time on the task's clock when {@code duration} will be over. */
  public Tick in(Duration duration) {
    return now().plus(duration);
  }

  /** Whether the task was asked to end. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * @throws TaskCancelled if the task was cancelled
   */
  public void checkCancelled() {
    if (cancelled) {
      throw new TaskCancelled();
    }
  }

  /**
   * Asks the task to end: runs what was registered for that, and wakes whoever waits. May be called
   * on any thread.
   */
  public void cancel() {
    cancelled = true;
    onCancel.forEach(Runnable::run);
    waiting.forEach(LockSupport::unpark);
  }

  /** Runs {@code action} when the task is cancelled while the registration is open. */
  public Registration onCancel(Runnable action) {
    onCancel.add(action);
    if (cancelled) {
      action.run();
    }
    return () -> onCancel.remove(action);
  }

  /**
   * Waits until {@code condition} holds, looking every {@code step}.
   *
   * @return whether it holds; false if {@code deadline} came first
   * @throws TaskCancelled if the task was cancelled
   */
  public boolean await(BooleanSupplier condition, Duration step, Tick deadline) {
    Thread me = Thread.currentThread();
    waiting.add(me);
    try {
      while (true) {
        checkCancelled();
        if (condition.getAsBoolean()) {
          return true;
        }
        long left = deadline.since(now()).toNanos();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(Math.min(left, step.toNanos()));
      }
    } finally {
      waiting.remove(me);
    }
  }
}
