package io.hactl.settings.keys;

import io.hactl.settings.Origin;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.Severity;
import io.hactl.text.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds keys that no declaration knows, and which known key each was probably meant to be. */
final class UnknownKeys {

  /** What may stand below a key; a leaf may hold anything. */
  private static final class Level {
    private final Map<String, Level> keys = new LinkedHashMap<>();
    private Optional<Level> anyName = Optional.empty();
    private boolean leaf;
  }

  private final Level top = new Level();
  private final Set<String> named;
  private final Severity ifEvident;
  private final Problems problems;

  /**
   * @param named full paths that readers have named; what is below them is their own
   * @param ifEvident how bad a key is that was evidently meant to be another one
   */
  UnknownKeys(Catalogue catalogue, Set<String> named, Severity ifEvident, Problems problems) {
    this.named = named;
    this.ifEvident = ifEvident;
    this.problems = problems;
    for (Setting<?> setting : catalogue.settings()) {
      add(catalogue, top, setting.segments());
      for (String name : setting.olderNames()) {
        List<String> former = new ArrayList<>(setting.segments());
        former.set(former.size() - 1, name);
        add(catalogue, top, former);
      }
    }
  }

  private static void add(Catalogue catalogue, Level level, List<String> segments) {
    if (segments.isEmpty()) {
      level.leaf = true;
      return;
    }
    List<String> rest = segments.subList(1, segments.size());
    Optional<Placeholder> several = catalogue.placeholder(segments.getFirst());
    if (several.isPresent() && several.get().values().isEmpty()) {
      if (several.get().known()) {
        level.anyName = Optional.of(level.anyName.orElseGet(Level::new));
        add(catalogue, level.anyName.get(), rest);
      }
      return;
    }
    for (String name : several.map(Placeholder::values).orElse(List.of(segments.getFirst()))) {
      add(catalogue, level.keys.computeIfAbsent(name, _ -> new Level()), rest);
    }
  }

  void report(Mapping tree) {
    report(tree, top, "");
  }

  private void report(Mapping tree, Level level, String prefix) {
    for (Map.Entry<String, Entry> field : tree.entries().entrySet()) {
      String key = field.getKey();
      String path = prefix + key;
      Level known = level.keys.get(key);
      boolean ownName = known == null && level.anyName.isPresent();
      if (ownName) {
        warnOfSlip(key, level, field.getValue().origin(), path);
        known = level.anyName.get();
      }
      if (known == null) {
        if (!named.contains(path) && !isAllowed(path)) {
          unknown(key, level, field.getValue().origin(), path);
        }
      } else if (!known.leaf
          && !isAllowed(path)
          && field.getValue().value() instanceof Mapping below) {
        report(below, known, path + ".");
      }
    }
  }

  /** Whether a reader lets anything stand there, be it declared or not. */
  private boolean isAllowed(String path) {
    return named.contains(path + Section.ANYTHING);
  }

  private void warnOfSlip(String key, Level level, Origin origin, String path) {
    Spelling.closest(key, level.keys.keySet())
        .ifPresent(
            meant ->
                problems.warning(
                    origin, path, "is not a key with a meaning", "did you mean '" + meant + "'?"));
  }

  private void unknown(String key, Level level, Origin origin, String path) {
    Optional<String> meant = Spelling.closest(key, level.keys.keySet());
    if (meant.isPresent()) {
      problems.add(
          new Problem(
              ifEvident,
              origin,
              path,
              "is an unknown key",
              Optional.of("did you mean '" + meant.get() + "'?")));
    } else {
      problems.warning(origin, path, "is an unknown key, it is not used");
    }
  }
}
