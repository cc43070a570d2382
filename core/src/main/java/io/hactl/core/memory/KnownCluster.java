package io.hactl.core.memory;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * What a member still knows of its cluster should the DCS lose everything.
 *
 * @param identity the system identifier it had when it last had one
 * @param newestTimeline the newest timeline that was ever given out, or that a member was ever on,
 *     as far as was seen
 * @param longestTtl the longest ttl that was set since this agent began: a leader may go by it
 *     still
 * @param lostAt when the DCS was first seen to have lost it; empty: it has not
 */
public record KnownCluster(
    String identity, int newestTimeline, Duration longestTtl, Optional<Tick> lostAt) {

  public static Optional<KnownCluster> after(
      Optional<KnownCluster> before, Cluster cluster, Tick now) {
    int newest =
        Math.max(before.map(KnownCluster::newestTimeline).orElse(0), newestTimeline(cluster));
    Duration ttl = cluster.config().value().ttl();
    Duration longest =
        before.map(KnownCluster::longestTtl).filter(l -> l.compareTo(ttl) > 0).orElse(ttl);
    Optional<Tick> lost =
        cluster.systemIdentifier().isPresent()
            ? Optional.empty()
            : before.flatMap(KnownCluster::lostAt).or(() -> Optional.of(now));
    return cluster
        .systemIdentifier()
        .or(() -> before.map(KnownCluster::identity))
        .map(identity -> new KnownCluster(identity, newest, longest, lost));
  }

  /** The newest timeline that the history or any member tells of. */
  public static int newestTimeline(Cluster cluster) {
    int newest = cluster.history().value().newestTimeline();
    for (Member member : cluster.members().values()) {
      newest = Math.max(newest, member.timeline().orElse(0));
    }
    return newest;
  }
}
