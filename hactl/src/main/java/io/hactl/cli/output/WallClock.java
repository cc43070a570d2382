package io.hactl.cli.output;

import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;

/** This machine's clock, as it stands in messages. */
public final class WallClock {

  private WallClock() {}

  /** Now, with this machine's offset. */
  public static OffsetDateTime now() {
    return OffsetDateTime.now();
  }

  /** What a message about something that happened just now starts with. */
  public static String timestamp() {
    return IsoTime.message(now());
  }
}
