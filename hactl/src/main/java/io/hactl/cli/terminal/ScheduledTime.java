package io.hactl.cli.terminal;

import io.hactl.text.IsoTime;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The moment an operator wants something to happen at. */
public final class ScheduledTime {

  private static final Pattern TIME_ALONE = Pattern.compile("\\d{1,2}:.*");
  private static final Pattern UTC = Pattern.compile(" ?UTC$", Pattern.CASE_INSENSITIVE);

  private static final DateTimeFormatter EXAMPLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);

  private ScheduledTime() {}

  /** A time an hour from {@code now}, to show how a time is written. */
  public static String example(OffsetDateTime now) {
    return EXAMPLE.format(now.plusHours(1));
  }

  /**
   * Reads {@code 2026-11-21T10:00}, with seconds, a blank instead of the T, and an offset where
   * wanted. A time alone is one of today; without an offset it is in the zone.
   *
   * @return empty for {@code now}
   */
  public static Optional<OffsetDateTime> parse(String text, OffsetDateTime now, ZoneId zone) {
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
