package io.hactl.simulation.nature;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * The one order in which everything happens: by time, then by the order of scheduling. Its clock is
 * the true time that no node knows.
 */
public final class Scheduler {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now;
  private long scheduled;

  /** Something that will happen, unless it is cancelled before. */
  static final class Task implements Comparable<Task> {
    private final long at;
    private final long number;
    private Runnable action;

    private Task(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** The true time in nanoseconds since the beginning. */
  public long now() {
    return now;
  }

  public Task after(Duration delay, Runnable action) {
    return at(now + Math.max(0, delay.toNanos()), action);
  }

  public Task at(long nanos, Runnable action) {
    Task task = new Task(Math.max(now, nanos), scheduled++, action);
    tasks.add(task);
    return task;
  }

  /**
   * Moves to the next thing that happens, not past {@code limit}, and lets it happen.
   *
   * @return its number; -1: nothing happens before {@code limit}, which is now
   */
  public long step(long limit) {
    while (!tasks.isEmpty() && tasks.peek().at <= limit) {
      Task task = tasks.poll();
      Runnable action = task.action;
      if (action != null) {
        now = task.at;
        action.run();
        return task.number;
      }
    }
    now = Math.max(now, limit);
    return -1;
  }
}
