package io.hactl.dcs.cluster;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What another member answered to {@code GET /patroni}.
 *
 * @param running whether its PostgreSQL runs
 * @param inRecovery whether that is a standby
 * @param timeline the timeline of its server; 0: unknown
 * @param position the larger of received and replayed, or the write position of a primary
 * @param watchdogFailed whether it could not arm its watchdog, and so must not lead
 * @param faults what it says is wrong with it, one word each; empty: it is healthy
 */
public record PeerStatus(
    String name,
    boolean running,
    boolean inRecovery,
    int timeline,
    Lsn position,
    Tags tags,
    boolean watchdogFailed,
    Optional<Boolean> syncStandby,
    Set<String> faults) {

  public PeerStatus {
    // In one order everywhere, so that the same answer always reads the same.
    faults = Collections.unmodifiableSortedSet(new TreeSet<>(faults));
  }

  /** Whether it is unhealthy: something is wrong with its machine or its server. */
  public boolean isUnhealthy() {
    return !faults.isEmpty();
  }
}
