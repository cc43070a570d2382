package io.hactl.settings;

import io.hactl.text.Units;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a readable value has to fulfil beyond its type. A value that does not is reported and still
 * read, so that what depends on it can be checked as well.
 *
 * @param rule for the reference page, after 'must be'
 * @param check what is wrong with a value; empty: nothing
 */
public record Bound<T>(String rule, Function<T, Optional<ValueProblem>> check) {

  /** Values that the predicate holds for; others 'must be' what the rule says. */
  public static <T> Bound<T> that(String rule, Predicate<T> holds) {
    return that(rule, holds, ValueProblem.of("must be " + rule));
  }

  /** Values that the predicate holds for; of others, the problem is told. */
  public static <T> Bound<T> that(String rule, Predicate<T> holds, ValueProblem otherwise) {
    return new Bound<>(
        rule, value -> holds.test(value) ? Optional.empty() : Optional.of(otherwise));
  }

  /** A duration, that one included. */
  public static Bound<Duration> atLeast(Duration least) {
    return that("at least " + Units.text(least), value -> value.compareTo(least) >= 0);
  }

  /** A number of bytes, that one included. */
  public static Bound<Long> bytesAtLeast(long least) {
    return that("a number of bytes, " + least + " or more", value -> value >= least);
  }

  /** A whole number, that one included. */
  public static Bound<Integer> atLeast(int least) {
    return that(least + " or more", value -> value >= least);
  }
}
