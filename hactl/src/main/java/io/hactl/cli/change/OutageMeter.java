package io.hactl.cli.change;

import io.hactl.cli.connect.Agents;
import io.hactl.dcs.cluster.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long no member took writes: from the first {@code GET /primary} that the former
 * primary did not answer with 200 to the first that another member did.
 */
public final class OutageMeter implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Agents agents;
  private final AtomicLong lostNanos = new AtomicLong(UNKNOWN);
  private final AtomicLong gainedNanos = new AtomicLong(UNKNOWN);
  private final CountDownLatch measured = new CountDownLatch(2);
  private volatile boolean closed;

  private OutageMeter(Agents agents) {
    this.agents = agents;
  }

  /** Starts measuring, if the primary answers as one; without an answer there is no result. */
  public static OutageMeter start(Agents agents, Member primary, List<Member> others) {
    OutageMeter meter = new OutageMeter(agents);
    if (meter.isPrimary(primary)) {
      Thread.ofVirtual().start(() -> meter.awaitLoss(primary));
      others.forEach(member -> Thread.ofVirtual().start(() -> meter.awaitGain(member)));
      return meter;
    }
    return none(agents);
  }

  /** A meter that has nothing to measure: there was no primary. */
  public static OutageMeter none(Agents agents) {
    OutageMeter meter = new OutageMeter(agents);
    meter.close();
    return meter;
  }

  /**
   * The result, waiting for it if need be.
   *
   * @return empty if it was not measured in time
   */
  public Optional<Duration> await(Duration longest) throws InterruptedException {
    if (closed || !measured.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(0, gainedNanos.get() - lostNanos.get())));
  }

  private void awaitLoss(Member primary) {
    while (!closed) {
      long asked = System.nanoTime();
      if (!isPrimary(primary)) {
        lostNanos.set(asked);
        measured.countDown();
        return;
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private void awaitGain(Member member) {
    while (!closed && gainedNanos.get() == UNKNOWN) {
      if (isPrimary(member) && gainedNanos.compareAndSet(UNKNOWN, System.nanoTime())) {
        measured.countDown();
        return;
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private boolean isPrimary(Member member) {
    try {
      return agents.send(member, "GET", "primary", Optional.empty(), REQUEST_TIMEOUT).status()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
