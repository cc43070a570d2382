package io.hactl.rest.given;

import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until told. */
public final class TestClock implements TimeSource {

  private volatile Tick now = new Tick(1_000_000_000_000L);

  @Override
  public Tick now() {
    return now;
  }

  @Override
  public Instant wallTime() {
    return Instant.parse("2026-11-21T08:20:27Z");
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
