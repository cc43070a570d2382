package io.hactl.rest.json;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Times as they stand in answers: offset always written out, microseconds only where not zero. */
public final class TimeText {

  private static final DateTimeFormatter ISO = format("uuuu-MM-dd'T'HH:mm:ss", "xxx");
  private static final DateTimeFormatter ISO_MICROS = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", "xxx");
  private static final DateTimeFormatter SPACED = format("uuuu-MM-dd HH:mm:ss", "xxx");
  private static final DateTimeFormatter SPACED_MICROS =
      format("uuuu-MM-dd HH:mm:ss.SSSSSS", "xxx");

  private TimeText() {}

  /** {@code 2035-01-01T00:00:00+00:00}. */
  public static String iso(OffsetDateTime time) {
    return (hasMicros(time) ? ISO_MICROS : ISO).format(time);
  }

  /** {@code 2026-11-21 08:19:11.990766+00:00}. */
  public static String spaced(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return (hasMicros(utc) ? SPACED_MICROS : SPACED).format(utc);
  }

  private static boolean hasMicros(OffsetDateTime time) {
    return time.get(ChronoField.MICRO_OF_SECOND) != 0;
  }

  private static DateTimeFormatter format(String dateAndTime, String offset) {
    return DateTimeFormatter.ofPattern(dateAndTime + offset, Locale.ROOT);
  }
}
