package io.hactl.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code watchdog}.
 *
 * @param testing whether {@code device} is a file or a named pipe that stands for a device in tests
 * @param safetyMargin time between the watchdog's reset and the end of the lease; empty: the
 *     watchdog is set to half of the ttl
 */
public record WatchdogSettings(
    Mode mode, boolean testing, Path device, Optional<Duration> safetyMargin) {

  /** Whether a leader needs a watchdog. */
  public enum Mode {
    /** It is not used. */
    OFF,
    /** It is used where there is one. */
    AUTOMATIC,
    /** Without it, this member does not become leader. */
    REQUIRED
  }
}
