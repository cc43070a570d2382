package io.hactl.settings.keys;

import io.hactl.settings.Bound;
import io.hactl.settings.Origin;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.ReadValue;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.Severity;
import io.hactl.settings.ValueProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tree of settings, or a part of one, read by declarations. A value that is wrong is reported and
 * the default stands in for it, so that reading goes on; a value beyond its bounds is reported and
 * read.
 */
public final class Section {

  /** Marks paths below which anything may stand. */
  static final String ANYTHING = ".*";

  private final String prefix;
  private final Mapping mapping;
  private final Problems problems;
  private final boolean checksBounds;
  private final Map<String, String> names;
  private final Set<String> named;

  private Section(
      String prefix,
      Mapping mapping,
      Problems problems,
      boolean checksBounds,
      Map<String, String> names,
      Set<String> named) {
    this.prefix = prefix;
    this.mapping = mapping;
    this.problems = problems;
    this.checksBounds = checksBounds;
    this.names = names;
    this.named = named;
  }

  /** The settings as a whole. */
  public static Section root(Mapping settings, Problems problems) {
    return new Section("", settings, problems, true, Map.of(), new HashSet<>());
  }

  /** The same, but a value beyond its bounds is not reported: what is stored is honoured. */
  public static Section lenient(Mapping settings, Problems problems) {
    return new Section("", settings, problems, false, Map.of(), new HashSet<>());
  }

  /** The part below {@code path}, read by declarations relative to it; empty if there is none. */
  public Section at(String path) {
    Located found = locate(List.of(path.split("\\.")), path);
    if (found.node().isPresent() && !(found.node().get() instanceof Mapping)) {
      problems.error(found.origin(), found.path(), "is not a mapping of keys to values");
    }
    Mapping below =
        found.node().orElse(null) instanceof Mapping there
            ? new Mapping(found.origin(), there.entries())
            : Mapping.empty(found.origin());
    return new Section(found.path(), below, problems, checksBounds, names, named);
  }

  /**
   * The same part, in which a placeholder of the declarations stands for {@code name}, which is
   * known from now on.
   */
  public Section naming(String placeholder, String name) {
    Map<String, String> more = new HashMap<>(names);
    more.put(placeholder, name);
    return new Section(prefix, mapping, problems, checksBounds, Map.copyOf(more), named);
  }

  /** Lets anything stand at {@code path} and below; it is not reported as unknown. */
  public void allow(String path) {
    named.add(full(path) + ANYTHING);
  }

  /** Whether the setting has a value, be it a wrong one. */
  public boolean has(Setting<?> setting) {
    return located(setting).node().isPresent();
  }

  /** The value as it is; empty if missing or null. */
  public Optional<SettingsNode> node(Setting<?> setting) {
    return located(setting).node();
  }

  /** Whether anything is written at {@code path}. */
  public boolean has(String path) {
    return locate(List.of(path.split("\\.")), path).node().isPresent();
  }

  /** What is written here. */
  public Mapping mapping() {
    return mapping;
  }

  /** The keys at {@code path}; none if nothing is written there. */
  public Set<String> keys(String path) {
    return at(path).mapping.entries().keySet();
  }

  /** The value; empty if it is missing or cannot be read, which is reported. */
  public <T> Optional<T> find(Setting<T> setting) {
    Located found = located(setting);
    if (found.node().isEmpty()) {
      return Optional.empty();
    }
    ReadValue<T> outcome = setting.type().read(found.node().get());
    outcome.problems().forEach(problem -> report(found, problem));
    if (checksBounds) {
      outcome.value().ifPresent(value -> bounds(setting, found, value));
    }
    return outcome.value();
  }

  /**
   * The value, or the default, or the stand-in for one that has to be there, which is reported.
   *
   * @throws IllegalStateException if none is declared
   */
  public <T> T value(Setting<T> setting) {
    Optional<T> value = find(setting);
    if (value.isEmpty() && setting.requiredHint().isPresent()) {
      requireThere(setting);
    }
    return value
        .or(setting::defaultValue)
        .orElseThrow(() -> new IllegalStateException(setting + " has no default"));
  }

  private void requireThere(Setting<?> setting) {
    Located found = located(setting);
    boolean nothing =
        found.node().isEmpty()
            || found.node().get() instanceof Scalar scalar && scalar.text().isBlank();
    if (nothing && !found.malformed()) {
      error(setting, "is missing", setting.requiredHint().orElseThrow());
    }
  }

  /** Reports what is beyond its bounds, where that was not done by reading. */
  public <T> void checkBounds(Setting<T> setting) {
    Located found = located(setting);
    found
        .node()
        .flatMap(node -> setting.type().read(node).value())
        .ifPresent(value -> bounds(setting, found, value));
  }

  /** Reports a value that is beyond a bound which only this reader knows. */
  public <T> void check(Setting<T> setting, Bound<T> bound) {
    Located found = located(setting);
    found
        .node()
        .flatMap(node -> setting.type().read(node).value())
        .flatMap(value -> bound.check().apply(value))
        .ifPresent(problem -> report(found, problem));
  }

  private <T> void bounds(Setting<T> setting, Located found, T value) {
    setting.bounds().stream()
        .flatMap(bound -> bound.check().apply(value).stream())
        .findFirst()
        .ifPresent(problem -> report(found, problem));
  }

  private void report(Located found, ValueProblem problem) {
    String key = problem.below().isEmpty() ? found.path() : found.path() + "." + problem.below();
    problems.add(
        new Problem(
            Severity.ERROR,
            problem.origin().orElse(found.origin()),
            key,
            problem.sentence(),
            problem.suggestion()));
  }

  /** Reports what is wrong with the value of the setting, at the place it was written. */
  public void error(Setting<?> setting, String sentence) {
    report(located(setting), ValueProblem.of(sentence));
  }

  /** Reports what is wrong with the value of the setting, and what to do about it. */
  public void error(Setting<?> setting, String sentence, String suggestion) {
    report(located(setting), ValueProblem.of(sentence, suggestion));
  }

  /** Reports what is wrong with what is written at {@code path}, and what to do about it. */
  public void error(String path, String sentence, String suggestion) {
    report(locate(List.of(path.split("\\.")), path), ValueProblem.of(sentence, suggestion));
  }

  /** Reports what is odd about the value of the setting. */
  public void warning(Setting<?> setting, String sentence, String suggestion) {
    Located found = located(setting);
    problems.warning(found.origin(), found.path(), sentence, suggestion);
  }

  /** Reports what is odd about what is written at {@code path}. */
  public void warning(String path, String sentence, String suggestion) {
    Located found = locate(List.of(path.split("\\.")), path);
    problems.warning(found.origin(), found.path(), sentence, suggestion);
  }

  /** Reports what is odd about an entry of a setting that is a mapping. */
  public void warning(Setting<?> setting, String entry, String sentence, String suggestion) {
    List<String> segments = new ArrayList<>(resolved(setting));
    segments.add(entry);
    Located found = locate(segments, String.join(".", segments));
    problems.warning(found.origin(), found.path(), sentence, suggestion);
  }

  /** Reports a problem that was found in this part when it was read for itself. */
  public void adopt(Problem problem) {
    // A name with a dot in it leads to something else than is meant, which is no problem of its
    // own.
    Located found = locate(List.of(problem.key().split("\\.")), problem.key(), false);
    problems.add(
        new Problem(
            problem.severity(),
            found.origin(),
            found.path(),
            problem.sentence(),
            problem.suggestion()));
  }

  /** Reports keys that no declaration knows and no reader has named. */
  public void reportUnknown(Catalogue catalogue, Severity ifEvident) {
    new UnknownKeys(catalogue, named, ifEvident, problems).report(mapping);
  }

  /** A key's place: where it is written, or would be. */
  private record Located(
      String path, Origin origin, Optional<SettingsNode> node, boolean malformed) {}

  private List<String> resolved(Setting<?> setting) {
    List<String> segments = new ArrayList<>();
    for (String segment : setting.segments()) {
      String name = names.getOrDefault(segment, segment);
      segments.add(name);
      if (!name.equals(segment) && segment.startsWith("<")) {
        named.add(full(String.join(".", segments)));
      }
    }
    return segments;
  }

  /** By its name, or by a former one where only that is there. */
  private Located located(Setting<?> setting) {
    List<String> segments = resolved(setting);
    Located present = locate(segments, String.join(".", segments));
    if (present.node().isPresent()) {
      return present;
    }
    List<String> former = new ArrayList<>(segments);
    for (String name : setting.olderNames()) {
      former.set(former.size() - 1, name);
      Located older = locate(former, String.join(".", former));
      if (older.node().isPresent()) {
        return older;
      }
    }
    return present;
  }

  private Located locate(List<String> segments, String path) {
    return locate(segments, path, true);
  }

  private Located locate(List<String> segments, String path, boolean reports) {
    Mapping level = mapping;
    Origin origin =
        prefix.isEmpty() && level.origin().line().isPresent()
            ? Origin.of(level.origin().source())
            : level.origin();
    StringBuilder walked = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      Entry entry = level.entries().get(segments.get(i));
      if (entry == null) {
        return new Located(full(path), origin, Optional.empty(), false);
      }
      origin = entry.origin();
      walked.append(i == 0 ? "" : ".").append(segments.get(i));
      boolean empty = entry.value() instanceof Scalar scalar && scalar.isNull();
      if (empty || i == segments.size() - 1) {
        Optional<SettingsNode> node = empty ? Optional.empty() : Optional.of(entry.value());
        return new Located(full(path), origin, node, false);
      }
      if (!(entry.value() instanceof Mapping below)) {
        if (reports) {
          problems.error(origin, full(walked.toString()), "is not a mapping of keys to values");
        }
        return new Located(full(path), origin, Optional.empty(), true);
      }
      level = below;
    }
    throw new IllegalArgumentException("a path has at least one part");
  }

  private String full(String path) {
    return prefix.isEmpty() ? path : prefix + "." + path;
  }
}
