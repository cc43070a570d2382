package io.hactl.core.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A value of {@code synchronous_standby_names}: how many of which standbys a commit waits for. See
 * <a href="https://www.postgresql.org/docs/current/runtime-config-replication.html">its
 * documentation</a>.
 *
 * @param method whether the first of the list count, or any of it
 * @param count how many; 0: commits wait for nobody
 * @param names application names, which are the members' names
 * @param open whether other standbys than those named may count: {@code *}, or a value that cannot
 *     be read
 */
public record StandbyNames(Method method, int count, List<String> names, boolean open) {

  /** Nobody is waited for. */
  public static final StandbyNames NONE = new StandbyNames(Method.FIRST, 0, List.of(), false);

  /** Any one standby is waited for. */
  public static final StandbyNames ANYBODY = new StandbyNames(Method.FIRST, 1, List.of(), true);

  /** How the count is meant. */
  public enum Method {
    /** The first of the list that are connected. */
    FIRST,
    /** Whichever. */
    ANY
  }

  public StandbyNames {
    names = List.copyOf(names);
  }

  /** The first {@code count} of these, in alphabetical order. */
  public static StandbyNames first(int count, Collection<String> names) {
    return new StandbyNames(Method.FIRST, count, List.copyOf(new TreeSet<>(names)), false);
  }

  /** Any {@code count} of these. */
  public static StandbyNames any(int count, Collection<String> names) {
    return new StandbyNames(Method.ANY, count, List.copyOf(new TreeSet<>(names)), false);
  }

  /** Reads a value that PostgreSQL has accepted. */
  public static StandbyNames parse(String value) {
    return new StandbyNamesParser(value).parse();
  }

  /**
   * The value in PostgreSQL's notation, each name in double quotes, so that no character of it and
   * no reserved word has a meaning of its own.
   */
  public String render() {
    if (open) {
      return "*";
    }
    if (count == 0) {
      return "";
    }
    return method
        + " "
        + count
        + names.stream().map(StandbyNames::quote).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Whether the same standbys are waited for, however it is written. */
  public boolean isSameAs(StandbyNames other) {
    boolean all = count == names.size() && other.count == other.names.size();
    return open == other.open
        && count == other.count
        && (all || method == other.method)
        && new TreeSet<>(names).equals(new TreeSet<>(other.names));
  }

  /** For the log. */
  @Override
  public String toString() {
    return Optional.of(render()).filter(r -> !r.isEmpty()).orElse("nobody");
  }
}
