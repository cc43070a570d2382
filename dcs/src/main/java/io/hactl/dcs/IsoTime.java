package io.hactl.dcs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** ISO 8601 with an offset, written as Python's {@code isoformat()} writes it. */
final class IsoTime {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  /** A space for the T, a fraction of any length, and an offset with or without its colon. */
  private static final DateTimeFormatter LENIENT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .appendPattern("HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private IsoTime() {}

  /**
   * @throws IllegalArgumentException if it is no time, or has no offset
   */
  static OffsetDateTime parse(String text) {
    try {
      return LENIENT.parse(text.trim(), OffsetDateTime::from);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "not a time with an offset, such as " + LocalDate.EPOCH + "T00:00:00+00:00", e);
    }
  }

  static String format(OffsetDateTime time) {
    return (time.getNano() / 1000 == 0 ? SECONDS : MICROSECONDS).format(time);
  }
}
