package io.hactl.cli;

import io.hactl.cli.terminal.CliException;
import io.hactl.text.IsoTime;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** The moment an operator wants something to happen at. */
final class ScheduledTime {

  private static final Pattern TIME_ALONE = Pattern.compile("\\d{1,2}:.*");
  private static final Pattern UTC = Pattern.compile(" ?UTC$", Pattern.CASE_INSENSITIVE);

  private ScheduledTime() {}

  /**
   * Reads {@code 2026-11-21T10:00}, with seconds, a blank instead of the T, and an offset where
   * wanted; a time alone means today, no offset this machine's time zone.
   *
   * @return empty for {@code now}
   */
  static Optional<OffsetDateTime> parse(String text, OffsetDateTime now, ZoneId zone) {
    String typed = text.strip();
    if (typed.isEmpty() || typed.equalsIgnoreCase("now")) {
      return Optional.empty();
    }
    String dated =
        TIME_ALONE.matcher(typed).matches()
            ? now.atZoneSameInstant(zone).toLocalDate() + "T" + typed
            : typed;
    try {
      return Optional.of(
          switch (IsoTime.read(UTC.matcher(dated).replaceFirst("Z"))) {
            case OffsetDateTime time -> time;
            case LocalDateTime local -> local.atZone(zone).toOffsetDateTime();
            default -> throw new IllegalArgumentException(typed);
          });
    } catch (IllegalArgumentException e) {
      throw CliException.failed(
          "Unable to parse scheduled timestamp ("
              + typed
              + "). It should be in an unambiguous format (e.g. ISO 8601, 2026-11-21T10:00+01:00)",
          e);
    }
  }
}
