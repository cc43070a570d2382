package io.hactl.core.memory;

import io.hactl.core.model.PostgresTask;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * The tries that failed in a row, whatever they tried, and how long the next one is held back.
 *
 * @param count how many
 * @param notBefore no new try before this moment; empty: none failed
 * @param message what the last one said
 * @param task the simple name of the task that it tried; empty text: none failed
 */
public record Failures(int count, Optional<Tick> notBefore, String message, String task) {

  public static final Failures NONE = new Failures(0, Optional.empty(), "", "");

  private static final Duration BACKOFF_FIRST = Duration.ofSeconds(1);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

  /** One more: the wait doubles from one second with each failure in a row, up to 30 seconds. */
  public Failures and(Class<? extends PostgresTask> failed, String said, Tick now) {
    Duration backoff = BACKOFF_FIRST.multipliedBy(1L << Math.min(count, 5));
    Duration wait = backoff.compareTo(BACKOFF_MAX) < 0 ? backoff : BACKOFF_MAX;
    return new Failures(count + 1, Optional.of(now.plus(wait)), said, failed.getSimpleName());
  }

  /**
   * {@code task} has succeeded. A failed promotion stays known until one succeeds: that the standby
   * starts again says nothing about it.
   */
  public Failures afterSuccess(PostgresTask succeeded) {
    boolean another = isOf(PostgresTask.Promote.class) && !isOf(succeeded.getClass());
    return another ? this : NONE;
  }

  /** Whether tries are held back at {@code now}. */
  public boolean holdBack(Tick now) {
    return notBefore.filter(now::isBefore).isPresent();
  }

  /** Whether {@code tried} is what failed last, and it is not to be tried again yet. */
  public boolean holdBack(Class<? extends PostgresTask> tried, Tick now) {
    return holdBack(now) && isOf(tried);
  }

  /** Whether {@code tried} is what failed last, and nothing has succeeded that makes up for it. */
  public boolean isOf(Class<? extends PostgresTask> tried) {
    return task.equals(tried.getSimpleName());
  }
}
