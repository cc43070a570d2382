package io.hactl.settings;

import java.util.List;
import java.util.Optional;

/**
 * What reading a value gave: a value, faults, both where a part could be read, or neither where
 * nothing is written.
 */
public record Outcome<T>(Optional<T> value, List<Fault> faults) {

  public Outcome {
    faults = List.copyOf(faults);
  }

  /** A value without a fault. */
  public static <T> Outcome<T> of(T value) {
    return new Outcome<>(Optional.of(value), List.of());
  }

  static <T> Outcome<T> nothing() {
    return new Outcome<>(Optional.empty(), List.of());
  }

  static <T> Outcome<T> wrong(Fault fault) {
    return new Outcome<>(Optional.empty(), List.of(fault));
  }
}
