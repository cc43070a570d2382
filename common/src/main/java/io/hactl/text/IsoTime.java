package io.hactl.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Locale;

/**
 * ISO 8601, written as Python's {@code isoformat()} writes it (no fraction or six digits, never
 * {@code Z}), read as people write it.
 */
public final class IsoTime {

  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** patronictl cuts the sixth digit off. */
  private static final DateTimeFormatter MESSAGE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSS", Locale.ROOT);

  /**
   * A space for the T, minutes alone, a fraction of any length, an offset with or without colon.
   */
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

  private static final String EXPECTED =
      "not a time with an offset, such as " + LocalDate.EPOCH + "T00:00:00+00:00";

  private IsoTime() {}

  /**
   * @throws IllegalArgumentException if it is no time, or has no offset
   */
  public static OffsetDateTime parse(String text) {
    if (read(text) instanceof OffsetDateTime time) {
      return time;
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  /**
   * What an operator typed, who may have left the offset away.
   *
   * @return an {@link OffsetDateTime}, or a {@link LocalDateTime} where there is no offset
   * @throws IllegalArgumentException if it is no time
   */
  public static Temporal read(String text) {
    try {
      return (Temporal) LENIENT.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }

  /** With seconds, and with microseconds where there are any. */
  public static String format(OffsetDateTime time) {
    return (time.getNano() / 1000 == 0 ? WHOLE : MICROSECONDS).format(time);
  }

  /** The same with a blank instead of the {@code T}, for people. */
  public static String forPeople(OffsetDateTime time) {
    return format(time).replace('T', ' ');
  }

  /** {@code 2026-11-21 08:19:11.990766+00:00}: the same of a time in UTC. */
  public static String forPeople(Instant time) {
    return forPeople(time.atOffset(ZoneOffset.UTC));
  }

  /** {@code 2026-11-21 08:22:03}, what {@code list --timestamp} starts with. */
  public static String seconds(OffsetDateTime time) {
    return SECONDS.format(time);
  }

  /** {@code 2026-11-21 08:22:03.98266}, what the result of a switchover starts with. */
  public static String message(OffsetDateTime time) {
    return MESSAGE.format(time);
  }
}
