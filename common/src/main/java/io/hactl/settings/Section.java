package io.hactl.settings;

import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Kind;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One section of the settings. A key becomes known by being asked for, so that there is no second
 * list of keys: when everything was read, {@link #reportUnknown} finds what nobody asked for. A
 * value that is wrong is reported, and the default stands in for it, so that reading goes on.
 */
public final class Section {

  private final String path;
  private final Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Section> children = new LinkedHashMap<>();
  private boolean ownKeysAllowed;
  private boolean malformed;

  private Section(String path, Mapping mapping, Problems problems) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** The settings as a whole. */
  public static Section root(Mapping settings, Problems problems) {
    return new Section("", settings, problems);
  }

  /** A part of the settings, read for itself; {@code path} is what messages call it. */
  public static Section of(String path, Mapping settings, Problems problems) {
    return new Section(path, settings, problems);
  }

  /** The section under {@code key}; an empty one if there is none. */
  public Section section(String key) {
    Section earlier = children.get(key);
    if (earlier != null) {
      return earlier;
    }
    Mapping below = Mapping.empty(origin());
    Optional<SettingsNode> node = node(key);
    if (node.isPresent()) {
      if (node.get() instanceof Mapping found) {
        below = new Mapping(origin(key), found.entries());
      } else {
        error(key, "is not a mapping of keys to values");
      }
    }
    Section child = new Section(path(key), below, problems);
    child.malformed = malformed || node.filter(found -> !(found instanceof Mapping)).isPresent();
    children.put(key, child);
    return child;
  }

  /** Whether {@code key} has a value. */
  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** Whether nothing is written here. */
  public boolean isEmpty() {
    return mapping.entries().isEmpty();
  }

  /** The keys written here. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** Keys that have a meaning, but none here; they are not reported as unknown. */
  public void ignore(String... keys) {
    known.addAll(Arrays.asList(keys));
  }

  /** Lets any key stand here; only a likely misspelling of a known one is warned of. */
  public void allowOwnKeys() {
    ownKeysAllowed = true;
  }

  /** The value as it is; empty if missing or null. */
  public Optional<SettingsNode> node(String key) {
    known.add(key);
    return peek(key);
  }

  /** The value as it is, without making the key a known one. */
  public Optional<SettingsNode> peek(String key) {
    return Optional.ofNullable(mapping.entries().get(key))
        .map(Entry::value)
        .filter(value -> !(value instanceof Scalar scalar && scalar.isNull()));
  }

  /** A text; numbers and the like are taken as they are written. Blanks round it are cut off. */
  public Optional<String> text(String key) {
    return scalar(key).map(scalar -> scalar.text().strip()).filter(text -> !text.isEmpty());
  }

  public String text(String key, String defaultValue) {
    return text(key).orElse(defaultValue);
  }

  /**
   * A text that has to be there; empty text, and an error, if it is not.
   *
   * @param suggestion what to set it to
   */
  public String required(String key, String suggestion) {
    Optional<String> text = text(key);
    if (text.isEmpty() && !malformed && (!has(key) || isScalar(key))) {
      error(key, "is missing", suggestion);
    }
    return text.orElse("");
  }

  /** A password or the like, exactly as written. */
  public Optional<Secret> secret(String key) {
    return scalar(key).map(Scalar::text).filter(text -> !text.isEmpty()).map(Secret::new);
  }

  public Optional<Path> path(String key, Path base) {
    return parsed(
        key, text -> Texts.toPath(text).map(base::resolve), "is not a path", "write a file's name");
  }

  public boolean bool(String key, boolean defaultValue) {
    return bool(key).orElse(defaultValue);
  }

  /** {@code on off true false yes no 1 0}, in any case. */
  public Optional<Boolean> bool(String key) {
    return parsed(key, Units::parseBoolean, "is neither true nor false", "write true or false");
  }

  /** A whole number between {@code min} and {@code max}, both included. */
  public int integer(String key, int defaultValue, int min, int max) {
    return parsed(
            key,
            text -> Texts.toInteger(text).filter(value -> value >= min && value <= max),
            "is not a whole number from " + min + " to " + max,
            "write one such as " + defaultValue)
        .orElse(defaultValue);
  }

  /** Seconds, or a number with a unit; not negative. */
  public Duration duration(String key, Duration defaultValue) {
    return parsed(
            key,
            text -> Units.parseDuration(text).filter(value -> !value.isNegative()),
            "is not a time",
            "write seconds, or a number with a unit such as 500ms, 10s or 5min")
        .orElse(defaultValue);
  }

  /** Bytes, or a number with a unit; not negative. */
  public long bytes(String key, long defaultValue) {
    return parsed(
            key,
            text -> Units.parseBytes(text).filter(value -> value >= 0),
            "is not a size",
            "write bytes, or a number with a unit such as 64kB, 16MB or 1GB")
        .orElse(defaultValue);
  }

  /** One of {@code choices}, in any case, by the name it has in lower case. */
  public <E> E choice(String key, Map<String, E> choices, E defaultValue) {
    return parsed(
            key,
            text -> Optional.ofNullable(choices.get(text.toLowerCase(Locale.ROOT))),
            "is none of " + String.join(", ", new TreeSet<>(choices.keySet())),
            "write one of them")
        .orElse(defaultValue);
  }

  /**
   * A value in a form of its own.
   *
   * @param parser empty if the text is not in that form
   * @param sentence what to say then, after the value
   */
  public <T> Optional<T> parsed(
      String key, Function<String, Optional<T>> parser, String sentence, String suggestion) {
    Optional<String> text = text(key);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      error(key, Texts.quote(text.get()) + " " + sentence, suggestion);
    }
    return value;
  }

  /** A list of texts, or a text with commas. */
  public List<String> list(String key) {
    Optional<SettingsNode> node = node(key);
    if (node.isPresent() && node.get() instanceof Scalar scalar) {
      return Texts.splitList(scalar.text());
    }
    return texts(key, node);
  }

  /** A list of texts, one a line of a file: commas do not part them, line breaks do. */
  public List<String> lines(String key) {
    Optional<SettingsNode> node = node(key);
    if (node.isPresent() && node.get() instanceof Scalar scalar) {
      return scalar.text().lines().filter(line -> !line.isBlank()).toList();
    }
    return texts(key, node);
  }

  private List<String> texts(String key, Optional<SettingsNode> node) {
    if (node.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    boolean fits = node.get() instanceof Sequence;
    if (node.get() instanceof Sequence sequence) {
      for (SettingsNode item : sequence.items()) {
        if (item instanceof Scalar scalar && !scalar.isNull()) {
          texts.add(scalar.text());
        } else {
          fits = false;
        }
      }
    }
    if (!fits) {
      error(key, "is not a list of texts", "write each on its own line after '- '");
    }
    return texts;
  }

  /** A mapping of any keys to texts, in the order written; keys without a value are left out. */
  public Map<String, String> map(String key) {
    Optional<SettingsNode> node = node(key);
    Map<String, String> map = new LinkedHashMap<>();
    if (node.isPresent() && node.get() instanceof Mapping found) {
      found
          .entries()
          .forEach(
              (name, entry) -> {
                if (!(entry.value() instanceof Scalar scalar)) {
                  problems.error(entry.origin(), path(key) + "." + name, "is not a single value");
                } else if (!scalar.isNull()) {
                  map.put(name, scalar.text());
                }
              });
    } else if (node.isPresent()) {
      error(key, "is not a mapping of keys to values");
    }
    return Collections.unmodifiableMap(map);
  }

  /** Reports what is wrong with the value of {@code key}, at the place it was written. */
  public void error(String key, String sentence) {
    problems.error(origin(key), path(key), sentence);
  }

  /** Reports what is wrong with the value of {@code key}, and what to do about it. */
  public void error(String key, String sentence, String suggestion) {
    problems.error(origin(key), path(key), sentence, suggestion);
  }

  /** Reports what is odd about the value of {@code key}. */
  public void warning(String key, String sentence, String suggestion) {
    problems.warning(origin(key), path(key), sentence, suggestion);
  }

  /** Where {@code key} is written; where it should be, if it is not. */
  public Origin origin(String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? origin() : entry.origin();
  }

  /** Where this section is written. */
  public Origin origin() {
    return path.isEmpty() ? Origin.of(mapping.origin().source()) : mapping.origin();
  }

  /** The full name of {@code key}. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * Reports the keys nobody asked for, here and below: an error where it is evident which key was
   * meant, else a warning.
   */
  public void reportUnknown() {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                reportUnknown(key, entry.origin());
              }
            });
    children.values().forEach(Section::reportUnknown);
  }

  private void reportUnknown(String key, Origin origin) {
    Optional<String> meant = Spelling.closest(key, known);
    if (meant.isPresent()) {
      String suggestion = "did you mean '" + meant.get() + "'?";
      if (ownKeysAllowed) {
        problems.warning(origin, path(key), "is not a key with a meaning", suggestion);
      } else {
        problems.error(origin, path(key), "unknown key", suggestion);
      }
    } else if (!ownKeysAllowed) {
      problems.warning(origin, path(key), "unknown key, it is not used");
    }
  }

  private boolean isScalar(String key) {
    return node(key).filter(Scalar.class::isInstance).isPresent();
  }

  private Optional<Scalar> scalar(String key) {
    Optional<SettingsNode> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
      return Optional.of(scalar);
    }
    error(key, "is not a single value", "write one value after '" + key + ":'");
    return Optional.empty();
  }
}
