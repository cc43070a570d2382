package io.hactl.agent.core;

import io.hactl.time.Tick;

/**
 * This node's session in the DCS, if it has one.
 *
 * @param sessionId 0: none
 * @param until the local deadline: when the last renewal that succeeded was sent, plus the ttl that
 *     was granted. The DCS lets nothing on the session go before that.
 */
public record LeaseView(long sessionId, Tick until) {

  public static final LeaseView NONE = new LeaseView(0, new Tick(Long.MIN_VALUE / 2));

  public boolean isAlive(Tick now) {
    return sessionId != 0 && now.isBefore(until);
  }
}
