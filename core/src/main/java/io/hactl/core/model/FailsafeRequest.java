package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import java.time.Duration;
import java.util.Map;

/**
 * A leader that cannot reach the DCS asks a member to let it go on.
 *
 * @param name the leader
 * @param slots its slots' positions
 * @param ttl for how long; zero: it did not say, as Patroni's leaders do not
 * @param leaderRevision of the leader key that it holds or held; 0: it did not say
 */
public record FailsafeRequest(
    String name,
    String connUrl,
    String apiUrl,
    Map<String, Lsn> slots,
    Duration ttl,
    long leaderRevision) {

  public FailsafeRequest {
    slots = Map.copyOf(slots);
  }
}
