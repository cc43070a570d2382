package io.hactl.time;

import java.time.Duration;

/**
 * A moment on this machine's monotonic clock that also counts the time the machine was suspended
 * (CLOCK_BOOTTIME). Ticks of two machines, or of one machine before and after a reboot, cannot be
 * compared; a wall-clock time is an {@link java.time.Instant}, never a tick.
 *
 * @param nanos nanoseconds since an arbitrary origin
 */
public record Tick(long nanos) implements Comparable<Tick> {

  /** The moment {@code duration} after this one. */
  public Tick plus(Duration duration) {
    return new Tick(nanos + duration.toNanos());
  }

  /** The moment {@code duration} before this one. */
  public Tick minus(Duration duration) {
    return new Tick(nanos - duration.toNanos());
  }

  /**
   * The time from {@code earlier} to this moment; negative when {@code earlier} is the later one.
   */
  public Duration since(Tick earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  public boolean isBefore(Tick other) {
    return nanos < other.nanos;
  }

  /** The earlier of the two. */
  public static Tick min(Tick a, Tick b) {
    return a.isBefore(b) ? a : b;
  }

  @Override
  public int compareTo(Tick other) {
    return Long.compare(nanos, other.nanos);
  }
}
