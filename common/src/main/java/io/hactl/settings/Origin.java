package io.hactl.settings;

import java.util.OptionalInt;

/**
 * Where a setting comes from.
 *
 * @param source a file as the operator named it, or the name of an environment variable
 * @param line the line in the file, from 1; empty for a variable or where there is none
 */
public record Origin(String source, OptionalInt line) {

  /** Nowhere in particular: there is but one place, which messages need not name. */
  public static final Origin NONE = new Origin("", OptionalInt.empty());

  /** A line of a file. */
  public static Origin line(String file, int line) {
    return new Origin(file, OptionalInt.of(line));
  }

  /** A source as a whole: an environment variable, a file of which no line is to blame. */
  public static Origin of(String source) {
    return new Origin(source, OptionalInt.empty());
  }

  /** Whether messages need not name it. */
  public boolean isNone() {
    return source.isEmpty();
  }

  /** {@code agent.yml:12}. */
  @Override
  public String toString() {
    return line.isPresent() ? source + ":" + line.getAsInt() : source;
  }
}
