package io.hactl.agent.config;

import io.hactl.agent.config.WatchdogSettings.Mode;
import io.hactl.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code watchdog}. */
final class WatchdogReader {

  private static final Map<String, Mode> MODES =
      Map.of(
          "off", Mode.OFF,
          "false", Mode.OFF,
          "no", Mode.OFF,
          "automatic", Mode.AUTOMATIC,
          "required", Mode.REQUIRED);

  private WatchdogReader() {}

  static WatchdogSettings read(Section section) {
    Mode mode =
        section
            .parsed(
                "mode",
                text -> Optional.ofNullable(MODES.get(text.toLowerCase(Locale.ROOT))),
                "is none of off, automatic, required",
                "write one of them")
            .orElse(Mode.AUTOMATIC);
    Path device = section.path("device", Path.of("/")).orElse(Path.of("/dev/watchdog"));
    boolean testing = section.choice("driver", Map.of("default", false, "testing", true), false);
    return new WatchdogSettings(mode, testing, device, safetyMargin(section));
  }

  /** {@code -1} stands for half of the ttl, as in Patroni. */
  private static Optional<Duration> safetyMargin(Section section) {
    if (section.text("safety_margin").filter("-1"::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(section.duration("safety_margin", Duration.ofSeconds(5)));
  }
}
