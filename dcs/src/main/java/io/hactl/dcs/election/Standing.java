package io.hactl.dcs.election;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import java.util.Comparator;

/**
 * How far a member's WAL goes, and how much its operator wants it to lead.
 *
 * @param timeline of its server; 0: unknown
 * @param position the larger of received and replayed
 * @param priority its {@code failover_priority}; 0: never to lead
 */
public record Standing(int timeline, Lsn position, int priority) {

  /** Who has more WAL is greater: a newer timeline first, then a later position. */
  public static final Comparator<Standing> WAL =
      Comparator.comparingInt(Standing::timeline).thenComparing(Standing::position);

  /** The order of an election: who has more WAL is greater, among equals who has priority. */
  public static final Comparator<Standing> ORDER = WAL.thenComparingInt(Standing::priority);

  /** Where a member stands, going by its answer. */
  public static Standing of(PeerStatus peer) {
    return new Standing(peer.timeline(), peer.position(), peer.tags().failoverPriority());
  }
}
