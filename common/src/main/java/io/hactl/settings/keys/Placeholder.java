package io.hactl.settings.keys;

import java.util.List;

/**
 * A part of settings' names that stands for several.
 *
 * @param segment as it stands in paths: {@code <role>}
 * @param values what it stands for; empty: names that operators give
 * @param known whether any name is a known one; if not, only those that a reader has asked for by
 *     {@link Section#naming}
 */
public record Placeholder(String segment, List<String> values, boolean known) {

  public Placeholder {
    values = List.copyOf(values);
  }

  /** It stands for these. */
  public static Placeholder of(String segment, String... values) {
    return new Placeholder(segment, List.of(values), false);
  }

  /** It stands for any name. */
  public static Placeholder anyName(String segment) {
    return new Placeholder(segment, List.of(), true);
  }

  /** It stands for names that another setting lists. */
  public static Placeholder listedName(String segment) {
    return new Placeholder(segment, List.of(), false);
  }
}
