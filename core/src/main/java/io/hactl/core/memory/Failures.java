package io.hactl.core.memory;

import io.hactl.core.model.TaskKind;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tries that failed in a row, each kind of task for itself: what fails again and again holds
 * back nothing but its own next try.
 */
public record Failures(Map<TaskKind, Failure> byKind) {

  public static final Failures NONE = new Failures(Map.of());

  private static final Duration BACKOFF_FIRST = Duration.ofSeconds(1);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

  public Failures {
    Map<TaskKind, Failure> sorted = new EnumMap<>(TaskKind.class);
    sorted.putAll(byKind);
    byKind = Collections.unmodifiableMap(sorted);
  }

  /**
   * Tries of one kind that failed in a row.
   *
   * @param count how many
   * @param notBefore no new try before this moment
   * @param message what the last one said
   */
  public record Failure(int count, Tick notBefore, String message) {}

  /**
   * One more failure: the wait doubles from one second with each failure in a row, up to 30
   * seconds.
   */
  public Failures and(TaskKind failed, String message, Tick now) {
    int before = of(failed).map(Failure::count).orElse(0);
    Duration backoff = BACKOFF_FIRST.multipliedBy(1L << Math.min(before, 5));
    Duration wait = backoff.compareTo(BACKOFF_MAX) < 0 ? backoff : BACKOFF_MAX;
    Map<TaskKind, Failure> all = copy();
    all.put(failed, new Failure(before + 1, now.plus(wait), message));
    return new Failures(all);
  }

  /** Without those of these kinds: something has succeeded that makes up for them. */
  public Failures without(TaskKind... kinds) {
    if (Stream.of(kinds).noneMatch(byKind::containsKey)) {
      return this;
    }
    Map<TaskKind, Failure> left = copy();
    Stream.of(kinds).forEach(left::remove);
    return new Failures(left);
  }

  /**
   * Without all that a server that came up makes up for: everything but a failed promotion. That
   * the standby starts again says nothing about the next one.
   */
  public Failures withoutAllButPromotion() {
    return of(TaskKind.PROMOTE).map(f -> new Failures(Map.of(TaskKind.PROMOTE, f))).orElse(NONE);
  }

  /** The failures of this kind, if nothing has succeeded since that makes up for them. */
  public Optional<Failure> of(TaskKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /** Whether tries of this kind failed, and nothing has succeeded since that makes up for them. */
  public boolean has(TaskKind kind) {
    return byKind.containsKey(kind);
  }

  /** Of these kinds the one that is held back the longest; empty: all may be tried. */
  public Optional<Failure> holdingBack(Tick now, TaskKind... kinds) {
    return Stream.of(kinds)
        .flatMap(kind -> of(kind).stream())
        .filter(failure -> now.isBefore(failure.notBefore()))
        .max(Comparator.comparing(Failure::notBefore));
  }

  /** Whether a try of one of these kinds is held back at {@code now}. */
  public boolean holdBack(Tick now, TaskKind... kinds) {
    return holdingBack(now, kinds).isPresent();
  }

  private Map<TaskKind, Failure> copy() {
    Map<TaskKind, Failure> copy = new EnumMap<>(TaskKind.class);
    copy.putAll(byKind);
    return copy;
  }
}
