package io.hactl.agent.config.read;

import io.hactl.settings.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What {@code --validate-config} prints. */
public final class SettingsReport {

  private static final Comparator<Problem> BY_PLACE =
      Comparator.<Problem, String>comparing(problem -> problem.origin().source())
          .thenComparingInt(problem -> problem.origin().line().orElse(0));

  private SettingsReport() {}

  /**
   * One line a problem, by file and line, errors first, warnings marked as such. Empty if there is
   * nothing to say.
   */
  public static List<String> lines(AgentSettingsLoader.Loaded loaded) {
    return Stream.concat(
            loaded.problems().stream().sorted(BY_PLACE).map(Problem::text),
            loaded.warnings().stream()
                .sorted(BY_PLACE)
                .map(problem -> "warning: " + problem.text()))
        .toList();
  }
}
