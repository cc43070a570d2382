package io.hactl.agent.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.config.HealthSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code health}. */
final class HealthSettingsTest {

  @TempDir Path dir;

  private AgentSettingsLoader.Loaded load(String section) throws Exception {
    return load(section, Map.of());
  }

  private AgentSettingsLoader.Loaded load(String section, Map<String, String> variables)
      throws Exception {
    Sandbox sandbox = new Sandbox(dir);
    Path sample = sandbox.sample("three-vms.yml");
    Path file = sandbox.write("health.yml", Files.readString(sample) + "\n" + section);
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", dir.resolve("bin").toString());
    return AgentSettingsLoader.load(file, environment);
  }

  private static String report(AgentSettingsLoader.Loaded loaded) {
    return String.join("\n", SettingsReport.lines(loaded));
  }

  @Test
  void withoutItEverythingIsMeasuredByTheDefaults() throws Exception {
    var loaded = load("");
    assertThat(loaded.settings()).as(report(loaded)).isPresent();
    Duration twenty = Duration.ofSeconds(20);
    assertThat(loaded.settings().get().health())
        .isEqualTo(new HealthSettings(true, 100L << 20, twenty, twenty, twenty));
  }

  @Test
  void variablesAreLaidOverTheFile() throws Exception {
    var loaded =
        load(
            "health: {io_deadline: 5s}\n",
            Map.of("HACTL_HEALTH_IO_DEADLINE", "7s", "HACTL_HEALTH_MIN_FREE_SPACE", "1GB"));
    assertThat(loaded.settings()).as(report(loaded)).isPresent();
    assertThat(loaded.settings().get().health().ioDeadline()).isEqualTo(Duration.ofSeconds(7));
    assertThat(loaded.settings().get().health().minFreeSpace()).isEqualTo(1L << 30);
  }

  @Test
  void sizesAndTimesHaveUnits() throws Exception {
    var loaded =
        load(
            """
            health:
              mode: off
              min_free_space: 2GB
              io_deadline: 5s
              server_deadline: 1min
              api_deadline: 1500ms
            """);
    assertThat(loaded.settings()).as(report(loaded)).isPresent();
    assertThat(loaded.settings().get().health())
        .isEqualTo(
            new HealthSettings(
                false,
                2L << 30,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofMillis(1500)));
  }

  @Test
  void aMistakeIsToldWithItsKeyAndWhatToDo() throws Exception {
    var loaded = load("health: {io_deadline: 200ms, min_free_spase: 1GB, api_deadline: soon}\n");
    assertThat(loaded.settings()).isEmpty();
    assertThat(report(loaded))
        .contains(
            "health.io_deadline: is shorter than the second that a busy machine may take at any"
                + " time; write 1s or more, such as 20s")
        .contains("health.min_free_spase")
        .contains("min_free_space")
        .contains("health.api_deadline: must be a time of 0 or more, not 'soon'");
  }
}
