package io.hactl.simulation.nature;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** One machine's clocks: they begin anywhere, run a little too fast or too slow, and can be set. */
public final class NodeClock implements TimeSource {

  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Scheduler scheduler;
  private final long offset;
  private final double rate;
  private Duration wallOffset = Duration.ZERO;
  private Duration error = Duration.ZERO;

  /**
   * @param offset where the monotonic clock begins
   * @param rate local seconds in a true second
   */
  public NodeClock(Scheduler scheduler, Duration offset, double rate) {
    this.scheduler = scheduler;
    this.offset = offset.toNanos();
    this.rate = rate;
  }

  @Override
  public Tick now() {
    return new Tick(offset + (long) (scheduler.now() * rate) + error.toNanos());
  }

  @Override
  public Instant wallTime() {
    return ORIGIN.plusNanos((long) (scheduler.now() * rate)).plus(wallOffset);
  }

  /** The true time that this much local time takes. */
  public Duration trueTime(Duration local) {
    return Duration.ofNanos((long) Math.ceil(local.toNanos() / rate));
  }

  /** Makes the monotonic clock jump, which only a planted bug does. */
  public void jump(Duration by) {
    error = error.plus(by);
  }

  public Duration wallClockError() {
    return wallOffset;
  }

  /** Somebody sets the machine's wall clock. */
  public void setWallClock(Duration wrongBy) {
    wallOffset = wrongBy;
  }
}
