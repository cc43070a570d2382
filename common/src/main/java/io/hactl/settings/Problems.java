package io.hactl.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects everything that is wrong, each once, so that an operator sees all of it together. */
public final class Problems {

  private final Set<Problem> all = new LinkedHashSet<>();

  /** Adds the problem unless it is there. */
  public void add(Problem problem) {
    all.add(problem);
  }

  /** Something that prevents the settings from being used. */
  public void error(Origin origin, String key, String sentence) {
    add(new Problem(Severity.ERROR, origin, key, sentence, Optional.empty()));
  }

  /** Something that prevents the settings from being used, and what to do about it. */
  public void error(Origin origin, String key, String sentence, String suggestion) {
    add(new Problem(Severity.ERROR, origin, key, sentence, Optional.of(suggestion)));
  }

  /** Something odd that the settings can be used with. */
  public void warning(Origin origin, String key, String sentence) {
    add(new Problem(Severity.WARNING, origin, key, sentence, Optional.empty()));
  }

  /** Something odd that the settings can be used with, and what to do about it. */
  public void warning(Origin origin, String key, String sentence, String suggestion) {
    add(new Problem(Severity.WARNING, origin, key, sentence, Optional.of(suggestion)));
  }

  /** The errors in the order they were found. */
  public List<Problem> errors() {
    return with(Severity.ERROR);
  }

  /** The warnings in the order they were found. */
  public List<Problem> warnings() {
    return with(Severity.WARNING);
  }

  private List<Problem> with(Severity severity) {
    return all.stream().filter(problem -> problem.severity() == severity).toList();
  }

  /** Whether something prevents the settings from being used. */
  public boolean hasErrors() {
    return all.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
