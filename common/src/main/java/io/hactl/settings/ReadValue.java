package io.hactl.settings;

import java.util.List;
import java.util.Optional;

/**
 * What reading a value gave: a value, problems, both where a part could be read, or neither where
 * nothing is written.
 */
public record ReadValue<T>(Optional<T> value, List<ValueProblem> problems) {

  public ReadValue {
    problems = List.copyOf(problems);
  }

  /** A value without a problem. */
  public static <T> ReadValue<T> of(T value) {
    return new ReadValue<>(Optional.of(value), List.of());
  }

  static <T> ReadValue<T> nothing() {
    return new ReadValue<>(Optional.empty(), List.of());
  }

  static <T> ReadValue<T> wrong(ValueProblem problem) {
    return new ReadValue<>(Optional.empty(), List.of(problem));
  }
}
