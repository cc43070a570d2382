package io.hactl.core.model;

import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * This node's session in the DCS, if it has one.
 *
 * @param sessionId 0: none
 * @param until the local deadline: when the last renewal that succeeded was sent, plus the ttl that
 *     was granted. The DCS lets nothing on the session go before that.
 * @param granted the ttl that was granted, which is not the one in the settings for a moment after
 *     those have changed; empty: as in the settings
 */
public record LeaseView(long sessionId, Tick until, Optional<Duration> granted) {

  public static final LeaseView NONE = new LeaseView(0, new Tick(Long.MIN_VALUE / 2));

  /** With the ttl in the settings. */
  public LeaseView(long sessionId, Tick until) {
    this(sessionId, until, Optional.empty());
  }

  public boolean isAlive(Tick now) {
    return sessionId != 0 && now.isBefore(until);
  }
}
