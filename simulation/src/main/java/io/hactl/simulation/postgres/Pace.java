package io.hactl.simulation.postgres;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.simulation.nature.Chance;
import java.time.Duration;

/** How long PostgreSQL takes for things, and how often it fails at them. */
public final class Pace {

  private final Chance chance;
  private double slowness;
  private double failures;
  private boolean rewindsFail;

  Pace(Chance chance) {
    this.chance = chance;
  }

  /**
   * @param slow how often something takes very long
   * @param failing how often something fails
   */
  public void set(double slow, double failing) {
    slowness = slow;
    failures = failing;
  }

  /** Whether every rewind finds that the WAL it needs is gone. */
  public void setRewindsFail(boolean fail) {
    rewindsFail = fail;
  }

  boolean rewindFails() {
    return rewindsFail || fails();
  }

  boolean fails() {
    return chance.hits(failures);
  }

  boolean startFails() {
    return chance.hits(failures / 2);
  }

  Duration start(ControlState state) {
    return state.isClean() ? usually(40, 400, 10_000) : usually(100, 3_000, 30_000);
  }

  Duration stop() {
    return usually(20, 900, 30_000);
  }

  Duration immediateStop() {
    return usually(3, 40, 400);
  }

  Duration promote() {
    return usually(20, 400, 5_000);
  }

  Duration look() {
    return usually(2, 30, 1_500);
  }

  Duration sql() {
    return usually(2, 60, 2_000);
  }

  Duration crashRecovery() {
    return usually(200, 4_000, 20_000);
  }

  Duration rewind() {
    return usually(300, 5_000, 20_000);
  }

  Duration copy() {
    return usually(500, 8_000, 40_000);
  }

  Duration initdb() {
    return usually(800, 3_000, 8_000);
  }

  private Duration usually(long leastMillis, long mostMillis, long slowMillis) {
    return chance.hits(slowness)
        ? chance.spread(Duration.ofMillis(mostMillis), Duration.ofMillis(slowMillis))
        : chance.spread(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis));
  }
}
