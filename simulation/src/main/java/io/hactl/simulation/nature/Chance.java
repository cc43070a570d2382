package io.hactl.simulation.nature;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The only source of randomness of a run. */
public final class Chance {

  private final SplittableRandom random;

  public Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** True with this probability. */
  public boolean hits(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  public double fraction() {
    return random.nextDouble();
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Evenly between the two. */
  public Duration between(Duration least, Duration most) {
    return Duration.ofNanos(least.toNanos() + (long) (fraction() * most.minus(least).toNanos()));
  }

  public Duration millis(long least, long most) {
    return between(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /** Between the two, each order of magnitude as likely as the other. */
  public Duration spread(Duration least, Duration most) {
    double low = Math.log(least.toNanos());
    double high = Math.log(most.toNanos());
    return Duration.ofNanos((long) Math.exp(low + fraction() * (high - low)));
  }

  public <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }
}
