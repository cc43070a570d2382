package io.hactl.agent.config;

import io.hactl.settings.Section;
import java.time.Duration;

/** Reads the section {@code health}. */
final class HealthReader {

  private static final long MIN_FREE_SPACE = 100L << 20;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** What an ordinary machine under load may take for a small write or a new connection. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private HealthReader() {}

  static HealthSettings read(Section section) {
    return new HealthSettings(
        section.bool("mode", true),
        section.bytes("min_free_space", MIN_FREE_SPACE),
        deadline(section, "io_deadline"),
        deadline(section, "server_deadline"),
        deadline(section, "api_deadline"));
  }

  private static Duration deadline(Section section, String key) {
    Duration deadline = section.duration(key, DEADLINE);
    if (deadline.compareTo(SHORTEST) < 0) {
      section.error(
          key,
          "is shorter than the second that a busy machine may take at any time",
          "write 1s or more, such as 20s");
      return DEADLINE;
    }
    return deadline;
  }
}
