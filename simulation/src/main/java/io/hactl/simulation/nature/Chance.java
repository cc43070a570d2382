package io.hactl.simulation.nature;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The only source of randomness of a run. */
public final class Chance {

  private final long seed;
  private final SplittableRandom random;

  public Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A source of its own, the same for the same name: who draws from it takes nothing from this one,
   * so that what is added to the simulation leaves other draws as they are.
   */
  public Chance stream(String name) {
    return new Chance(seed * 0x9e3779b97f4a7c15L + name.hashCode());
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
