package io.hactl.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads the time something is planned for. */
final class Schedule {

  /** ISO 8601, with a space for the T and minutes only where the operator likes that. */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']HH:mm")
          .optionalStart()
          .appendPattern(":ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .optionalEnd()
          .appendPattern("[' '][XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private Schedule() {}

  /**
   * The time, which must have an offset and lie in the future.
   *
   * @param action what is planned, for the answer: {@code switchover}, {@code restart}
   * @throws Refusal 400 without an offset, 422 where it is no time or in the past
   */
  static OffsetDateTime parse(String text, String action, Instant now) {
    TemporalAccessor parsed;
    try {
      parsed = FORMAT.parseBest(text.trim(), OffsetDateTime::from, LocalDateTime::from);
    } catch (DateTimeException e) {
      throw new Refusal(
          422,
          "Unable to parse scheduled timestamp. It should be in an unambiguous format, e.g. ISO"
              + " 8601");
    }
    if (!(parsed instanceof OffsetDateTime time)) {
      throw new Refusal(
          400, "Timezone information is mandatory for the scheduled %s".formatted(action));
    }
    if (time.toInstant().isBefore(now)) {
      throw new Refusal(422, "Cannot schedule %s in the past".formatted(action));
    }
    return time;
  }
}
