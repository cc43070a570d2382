package io.hactl.cli;

import io.hactl.cli.terminal.CliException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/** The moment an operator wants something to happen at. */
final class ScheduledTime {

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[uuuu-MM-dd['T'][' ']]HH:mm[:ss]")
          .optionalStart()
          .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .appendPattern("[' '][XXX][XX][X]['UTC']")
          .toFormatter(Locale.ROOT);

  private ScheduledTime() {}

  /**
   * Reads {@code 2026-11-21T10:00}, with seconds, a blank instead of the T, and an offset where
   * wanted; a time alone means today, no offset this machine's time zone.
   *
   * @return empty for {@code now}
   */
  static Optional<OffsetDateTime> parse(String text, OffsetDateTime now, ZoneId zone) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.equalsIgnoreCase("now")) {
      return Optional.empty();
    }
    try {
      TemporalAccessor parsed = FORMAT.parse(trimmed);
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalDateTime local =
          LocalDateTime.of(
              date == null ? now.atZoneSameInstant(zone).toLocalDate() : date,
              LocalTime.from(parsed));
      ZoneId offset = parsed.query(TemporalQueries.zone());
      boolean utc = trimmed.toUpperCase(Locale.ROOT).endsWith("UTC");
      ZoneId meant = utc ? java.time.ZoneOffset.UTC : offset == null ? zone : offset;
      return Optional.of(local.atZone(meant).toOffsetDateTime());
    } catch (DateTimeException e) {
      throw CliException.failed(
          "Unable to parse scheduled timestamp ("
              + trimmed
              + "). It should be in an unambiguous format (e.g. ISO 8601, 2026-11-21T10:00+01:00)",
          e);
    }
  }
}
