package io.hactl.time;

import java.time.Instant;

/** The two clocks everything reads, so that a simulation can drive them. */
public interface TimeSource {

  /** Monotonic time: deadlines, ages, time-outs. */
  Tick now();

  /** Wall-clock time: what is written for people and what an operator scheduled. */
  Instant wallTime();
}
