package io.hactl.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects everything that is wrong, so that an operator sees all of it at once. */
public final class Problems {

  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** Something that prevents the settings from being used. */
  public void error(Origin origin, String path, String sentence) {
    errors.add(problem(origin, path, sentence, Optional.empty()));
  }

  /** Something that prevents the settings from being used, and what to do about it. */
  public void error(Origin origin, String path, String sentence, String suggestion) {
    errors.add(problem(origin, path, sentence, Optional.of(suggestion)));
  }

  /** Something odd that the settings can be used with. */
  public void warning(Origin origin, String path, String sentence) {
    warnings.add(problem(origin, path, sentence, Optional.empty()));
  }

  /** Something odd that the settings can be used with, and what to do about it. */
  public void warning(Origin origin, String path, String sentence, String suggestion) {
    warnings.add(problem(origin, path, sentence, Optional.of(suggestion)));
  }

  private static Problem problem(
      Origin origin, String path, String sentence, Optional<String> suggestion) {
    return new Problem(origin.source(), origin.line(), path, sentence, suggestion);
  }

  /** The errors in the order they were found. */
  public List<Problem> errors() {
    return List.copyOf(errors);
  }

  /** The warnings in the order they were found. */
  public List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  public boolean hasErrors() {
    return !errors.isEmpty();
  }
}
