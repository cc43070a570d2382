package io.hactl.simulation.nature;

import io.hactl.time.Timers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One agent's timers. They stand still while the machine is suspended, as the JDK's do. */
public final class AgentTimers implements Timers {

  private final Scheduler scheduler;
  private final NodeClock clock;
  private final Gate process;
  private final Set<Pending> pending = new LinkedHashSet<>();
  private long suspendedAt;

  public AgentTimers(Scheduler scheduler, NodeClock clock, Gate process) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.process = process;
  }

  private final class Pending implements Timer {
    private final Runnable action;
    private long due;
    private Scheduler.Task task;

    Pending(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }

    void schedule() {
      task = scheduler.at(due, () -> process.run(this::fire));
    }

    private void fire() {
      if (pending.remove(this)) {
        action.run();
      }
    }

    @Override
    public void cancel() {
      if (pending.remove(this)) {
        task.cancel();
      }
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long wait = delay.isPositive() ? clock.trueTime(delay).toNanos() + 2 : 0;
    Pending timer = new Pending(scheduler.now() + wait, task);
    pending.add(timer);
    timer.schedule();
    return timer;
  }

  public void suspended() {
    suspendedAt = scheduler.now();
    pending.forEach(p -> p.task.cancel());
  }

  public void resumed() {
    long slept = scheduler.now() - suspendedAt;
    for (Pending timer : List.copyOf(pending)) {
      timer.due = Math.max(timer.due, suspendedAt) + slept;
      timer.schedule();
    }
  }
}
