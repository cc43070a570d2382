package io.hactl.core.health;

import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;

/** What a crash loop is: a primary that was started in place again and again in a short time. */
public final class CrashLoop {

  /** Crashes further apart than this have nothing to do with each other. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /** Starts in place after which a server that keeps crashing yields to a standby. */
  public static final int STARTS = 3;

  private CrashLoop() {}

  /**
   * @param primaryStarts when the primary was started in place
   */
  public static boolean isOne(List<Tick> primaryStarts, Tick now) {
    Tick since = now.minus(WINDOW);
    return primaryStarts.stream().filter(start -> !start.isBefore(since)).count() >= STARTS;
  }
}
