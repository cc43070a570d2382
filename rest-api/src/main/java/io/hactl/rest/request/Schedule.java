package io.hactl.rest.request;

import io.hactl.text.IsoTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;

/** Reads the time something is planned for. */
public final class Schedule {

  private Schedule() {}

  /**
   * The time, which must have an offset and lie in the future.
   *
   * @param action what is planned, for the answer: {@code switchover}, {@code restart}
   * @throws Refusal 400 without an offset, 422 where it is no time or in the past
   */
  public static OffsetDateTime parse(String text, String action, Instant now) {
    Temporal parsed;
    try {
      parsed = IsoTime.read(text);
    } catch (IllegalArgumentException e) {
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
