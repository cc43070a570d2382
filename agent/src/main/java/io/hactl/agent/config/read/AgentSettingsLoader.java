package io.hactl.agent.config.read;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.keys.LocalKeys;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.Severity;
import io.hactl.settings.keys.Section;
import io.hactl.settings.source.SettingsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the agent's settings and checks them as a whole. */
public final class AgentSettingsLoader {

  private AgentSettingsLoader() {}

  /**
   * What became of loading.
   *
   * @param settings present if there is no problem
   * @param problems everything that prevents the settings from being used
   * @param warnings everything odd
   */
  public record Loaded(
      Optional<AgentSettings> settings, List<Problem> problems, List<Problem> warnings) {

    public Loaded {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Loads a file, or every {@code *.yml} of a folder, with the environment over it.
   *
   * @param file the file or folder
   * @param environment the variables of the process: {@code HACTL_*} and {@code PATRONI_*}, {@code
   *     PATH} and {@code HOME} where something is looked for
   */
  public static Loaded load(Path file, Map<String, String> environment) {
    Problems problems = new Problems();
    return read(
        SettingsFiles.load(file, environment, LocalKeys.CATALOGUE, problems),
        environment,
        problems);
  }

  /** Loads from the environment alone, {@code HACTL_CONFIGURATION} included. */
  public static Loaded load(Map<String, String> environment) {
    Problems problems = new Problems();
    return read(
        SettingsFiles.load(environment, LocalKeys.CATALOGUE, problems), environment, problems);
  }

  private static Loaded read(Mapping tree, Map<String, String> environment, Problems problems) {
    if (tree.entries().isEmpty() && problems.hasErrors()) {
      return new Loaded(Optional.empty(), problems.errors(), problems.warnings());
    }
    Section root = Section.root(tree, problems);
    AgentSettings settings = new AgentSettingsReader(root, environment).read();
    root.reportUnknown(LocalKeys.CATALOGUE, Severity.ERROR);
    return new Loaded(
        problems.hasErrors() ? Optional.empty() : Optional.of(settings),
        problems.errors(),
        problems.warnings());
  }
}
