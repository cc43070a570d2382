package io.hactl.settings.source;

import io.hactl.settings.Origin;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Entry;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.keys.Catalogue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the settings together: files in their order, the environment over them. */
public final class SettingsFiles {

  private SettingsFiles() {}

  /**
   * Reads a file, or every {@code *.yml} and {@code *.yaml} of a folder in the order of their
   * names, and lays the environment over it. What is wrong goes to {@code problems}; what can be
   * read is returned all the same, so that the rest can be checked as well.
   *
   * @param path a YAML file or a folder of them
   * @param environment the variables of the process
   * @param catalogue which variable sets what
   */
  public static Mapping load(
      Path path, Map<String, String> environment, Catalogue catalogue, Problems problems) {
    Mapping settings = Mapping.empty(Origin.of(path.toString()));
    for (Path file : files(path, problems)) {
      settings = overlay(settings, read(file, problems));
    }
    return overlay(settings, EnvironmentReader.read(environment, catalogue, problems));
  }

  /**
   * The settings where there is no file: the YAML in {@code HACTL_CONFIGURATION} or {@code
   * PATRONI_CONFIGURATION} if there is one, the other variables over it.
   *
   * @param catalogue which variable sets what
   */
  public static Mapping load(
      Map<String, String> environment, Catalogue catalogue, Problems problems) {
    Mapping settings = Mapping.empty(Origin.of("environment"));
    for (String variable : List.of("PATRONI_CONFIGURATION", "HACTL_CONFIGURATION")) {
      String text = environment.getOrDefault(variable, "");
      if (!text.isBlank()) {
        settings = YamlReader.mapping(variable, text, problems);
      }
    }
    return overlay(settings, EnvironmentReader.read(environment, catalogue, problems));
  }

  /**
   * {@code over} laid over {@code base}: mappings are merged, everything else is replaced, a null
   * removes.
   */
  static Mapping overlay(Mapping base, Mapping over) {
    Map<String, Entry> entries = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach(
            (key, entry) -> {
              Entry below = entries.get(key);
              if (entry.value() instanceof Scalar scalar && scalar.isNull()) {
                entries.remove(key);
              } else if (below != null
                  && below.value() instanceof Mapping lower
                  && entry.value() instanceof Mapping upper) {
                entries.put(key, new Entry(below.origin(), overlay(lower, upper)));
              } else {
                entries.put(key, entry);
              }
            });
    return new Mapping(base.entries().isEmpty() ? over.origin() : base.origin(), entries);
  }

  private static List<Path> files(Path path, Problems problems) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> found = Files.list(path)) {
      List<Path> files =
          found
              .filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        problems.error(
            Origin.of(path.toString()), "", "is a folder without any *.yml file", "add one");
      }
      return files;
    } catch (IOException e) {
      problems.error(
          Origin.of(path.toString()), "", "cannot be listed", "let the agent's user read it");
      return List.of();
    }
  }

  private static Mapping read(Path file, Problems problems) {
    Origin origin = Origin.of(file.toString());
    try {
      return YamlReader.mapping(file.toString(), Files.readString(file), problems);
    } catch (CharacterCodingException e) {
      problems.error(origin, "", "is not text in UTF-8", "save it in that encoding");
    } catch (AccessDeniedException e) {
      problems.error(origin, "", "must not be read by this user", "let the agent's user read it");
    } catch (IOException e) {
      if (Files.exists(file)) {
        problems.error(origin, "", "cannot be read: " + e.getMessage());
      } else {
        problems.error(origin, "", "does not exist", "create it or name another file");
      }
    }
    return Mapping.empty(origin);
  }
}
