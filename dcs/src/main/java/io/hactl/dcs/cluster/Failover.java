package io.hactl.dcs.cluster;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A request by an operator: a switchover names the leader, a failover the candidate, either may
 * name both; only a switchover may be scheduled.
 *
 * @param leader who leads now, as the operator saw it
 * @param candidate who shall lead (the key's field is {@code member})
 * @param scheduledAt when; empty: now
 */
public record Failover(
    Optional<String> leader, Optional<String> candidate, Optional<OffsetDateTime> scheduledAt) {

  /** No request: the key is missing, or {@code {}}. */
  public static final Failover NONE =
      new Failover(Optional.empty(), Optional.empty(), Optional.empty());

  public boolean isRequested() {
    return leader.isPresent() || candidate.isPresent();
  }

  /** A planned change of the leader, asked for while one leads. */
  public boolean isSwitchover() {
    return leader.isPresent();
  }
}
