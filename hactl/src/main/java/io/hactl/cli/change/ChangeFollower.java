package io.hactl.cli.change;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Watches the DCS while the leader changes and tells the steps as they happen. */
public final class ChangeFollower implements AutoCloseable {

  private static final Duration LOOK_UP = Duration.ofMillis(20);

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final ChangeSteps steps;
  private final Consumer<String> print;
  private final long startedNanos = System.nanoTime();
  private final Dcs.Watch watch;

  /** A state of the cluster and when it was learnt of. */
  private record Seen(Cluster cluster, long atNanos) {}

  /**
   * @param before who leads
   * @param print told every step
   */
  public ChangeFollower(Dcs dcs, Optional<String> before, Consumer<String> print) {
    this.steps = new ChangeSteps(before);
    this.print = print;
    this.watch = dcs.watch(new Listener());
  }

  /** Puts what happens into the queue: a callback must not write to a terminal. */
  private final class Listener implements Dcs.WatchListener {
    @Override
    public void changed(Cluster cluster) {
      seen.add(new Seen(cluster, System.nanoTime()));
    }

    @Override
    public void disconnected(DcsFailure why) {
      // The watch comes back by itself, and with it the whole state.
    }
  }

  /** What is known of the change. */
  public ChangeSteps steps() {
    return steps;
  }

  /** Tells the steps until {@code done}, or until the time is over. */
  public void follow(BooleanSupplier done, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Seen next = seen.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        tell(next);
      }
    }
    for (Seen next = seen.poll(); next != null; next = seen.poll()) {
      tell(next);
    }
  }

  private void tell(Seen next) {
    for (String line : steps.observe(next.cluster())) {
      print.accept("  %+7.3f s  %s".formatted((next.atNanos() - startedNanos) / 1e9, line));
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
