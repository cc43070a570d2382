package io.hactl.settings.keys;

import io.hactl.settings.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Declarations that belong together, in the order of the reference. */
public final class Catalogue {

  private final List<Setting<?>> settings = new ArrayList<>();
  private final Map<String, Placeholder> placeholders = new LinkedHashMap<>();
  private final Map<String, InForce> exceptions = new LinkedHashMap<>();

  /** An empty one, to be filled while a class of declarations is initialized. */
  public Catalogue(Placeholder... placeholders) {
    for (Placeholder placeholder : placeholders) {
      this.placeholders.put(placeholder.segment(), placeholder);
    }
  }

  /** All of several, one after the other. */
  public static Catalogue of(Collection<Catalogue> parts) {
    Catalogue all = new Catalogue();
    for (Catalogue part : parts) {
      all.settings.addAll(part.settings);
      all.placeholders.putAll(part.placeholders);
      all.exceptions.putAll(part.exceptions);
    }
    return all;
  }

  /** Declares a setting; gives it back. */
  public <T> Setting<T> add(Setting<T> setting) {
    settings.add(setting);
    return setting;
  }

  /** Declares keys of Patroni that have no meaning here. */
  public void unused(Place place, String... paths) {
    for (String path : paths) {
      settings.add(Setting.unused(path, place));
    }
  }

  /** The same declarations below a section. */
  public Catalogue under(String section) {
    Catalogue below = new Catalogue();
    settings.forEach(setting -> below.settings.add(setting.under(section)));
    below.placeholders.putAll(placeholders);
    return below;
  }

  /** Those that may stand in that place. */
  public Catalogue in(Place place) {
    Catalogue some = new Catalogue();
    settings.stream()
        .filter(setting -> setting.places().contains(place))
        .forEach(some.settings::add);
    some.placeholders.putAll(placeholders);
    some.exceptions.putAll(exceptions);
    return some;
  }

  /** In the order of the reference. */
  public List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  /** What stands for several in paths. */
  public Optional<Placeholder> placeholder(String segment) {
    return Optional.ofNullable(placeholders.get(segment));
  }

  /**
   * A variable and what it sets.
   *
   * @param path with names for placeholders
   */
  public record Variable(List<String> path, ValueType<?> type) {}

  /** Names of variables without their prefix, in upper case, to what they set. */
  public Map<String, Variable> variables() {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Setting<?> setting : settings) {
      for (String name : setting.variables()) {
        expand(setting, name, variables);
      }
    }
    return variables;
  }

  private void expand(Setting<?> setting, String name, Map<String, Variable> into) {
    Optional<Placeholder> several =
        setting.segments().stream()
            .filter(placeholders::containsKey)
            .map(placeholders::get)
            .findFirst();
    List<String> values = several.map(Placeholder::values).orElse(List.of(""));
    for (String value : values) {
      String segment = several.map(Placeholder::segment).orElse("");
      List<String> path =
          setting.segments().stream().map(part -> part.equals(segment) ? value : part).toList();
      String variable = segment.isEmpty() ? name : name.replace(segment, value);
      into.put(variable.toUpperCase(Locale.ROOT), new Variable(path, setting.type()));
    }
  }

  /** One of the paths that a placeholder stands for, of which a change takes something else. */
  public void exception(String path, InForce inForce) {
    exceptions.put(path, inForce);
  }

  /** The exceptions among the paths that the setting's path stands for. */
  public Map<String, InForce> exceptionsOf(Setting<?> setting) {
    Map<String, InForce> some = new LinkedHashMap<>();
    exceptions.forEach(
        (path, inForce) -> {
          if (isOneOf(setting.segments(), path)) {
            some.put(path, inForce);
          }
        });
    return some;
  }

  /**
   * What it takes for a change at {@code path} to be in force: as the setting that it is, or that
   * it is below, else as its section.
   */
  public InForce inForce(String path) {
    if (exceptions.containsKey(path)) {
      return exceptions.get(path);
    }
    return settings.stream()
        .filter(s -> path.equals(s.path()) || path.startsWith(s.path() + "."))
        .findFirst()
        .or(() -> settings.stream().filter(s -> isOneOf(s.segments(), path)).findFirst())
        .or(() -> settings.stream().filter(s -> isInSection(s.path(), path)).findFirst())
        .map(Setting::inForce)
        .orElse(InForce.RELOAD);
  }

  /** Whether the path is one that placeholders stand for. */
  private boolean isOneOf(List<String> segments, String path) {
    List<String> names = List.of(path.split("\\."));
    if (names.size() < segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      Placeholder several = placeholders.get(segments.get(i));
      boolean fits =
          several == null
              ? segments.get(i).equals(names.get(i))
              : several.values().contains(names.get(i)) || several.known();
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInSection(String setting, String path) {
    int dot = path.lastIndexOf('.');
    return dot > 0 && setting.startsWith(path.substring(0, dot + 1));
  }
}
