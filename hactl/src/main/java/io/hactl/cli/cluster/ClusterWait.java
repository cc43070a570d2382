package io.hactl.cli.cluster;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, told by the DCS, until the cluster is as wanted. */
final class ClusterWait {

  private static final Logger log = LoggerFactory.getLogger(ClusterWait.class);

  private final Dcs dcs;

  ClusterWait(Dcs dcs) {
    this.dcs = dcs;
  }

  /**
   * Waits until the condition holds, or the time is over.
   *
   * @return the last state that was seen, if any
   */
  Optional<Cluster> until(Predicate<Cluster> condition, Duration longest) {
    AtomicReference<Cluster> last = new AtomicReference<>();
    CountDownLatch reached = new CountDownLatch(1);
    Dcs.WatchListener listener =
        new Dcs.WatchListener() {
          @Override
          public void changed(Cluster cluster) {
            last.set(cluster);
            if (condition.test(cluster)) {
              reached.countDown();
            }
          }

          @Override
          public void disconnected(DcsFailure why) {
            // The watch comes back by itself; the time limit covers the case that it does not.
          }
        };
    try (Dcs.Watch _ = dcs.watch(listener)) {
      if (!reached.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("The cluster did not become as wanted within {}", longest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(last.get());
  }
}
