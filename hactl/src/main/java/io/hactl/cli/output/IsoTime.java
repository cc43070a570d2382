package io.hactl.cli.output;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times as Python's {@code isoformat} writes them: no fraction or six digits, never {@code Z}. */
public final class IsoTime {

  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter FRACTION =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  // patronictl cuts the sixth digit off.
  private static final DateTimeFormatter MESSAGE =
      new DateTimeFormatterBuilder()
          .append(SECONDS)
          .appendPattern(".SSSSS")
          .toFormatter(Locale.ROOT);

  private IsoTime() {}

  public static String format(OffsetDateTime time) {
    return time.getNano() / 1000 == 0 ? WHOLE.format(time) : FRACTION.format(time);
  }

  /** With a blank instead of the {@code T}, for questions. */
  public static String forPeople(OffsetDateTime time) {
    return format(time).replace('T', ' ');
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
