package io.hactl.os;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Instant;

/**
 * This machine's clocks: CLOCK_BOOTTIME, which goes on while the machine is suspended, and the wall
 * clock.
 */
public final class BootTimeSource implements TimeSource {

  @Override
  public Tick now() {
    return new Tick(NativeCalls.bootNanos());
  }

  @Override
  public Instant wallTime() {
    return Instant.now();
  }
}
