package io.hactl.agent.core;

import io.hactl.dcs.Cluster;
import io.hactl.time.Tick;
import java.util.Optional;

/**
 * What a member still knows of its cluster should the DCS lose everything.
 *
 * @param identity the system identifier it had when it last had one
 * @param newestTimeline the newest timeline that was ever given out, as far as was seen
 * @param lostAt when the DCS was first seen to have lost it; empty: it has not
 */
public record KnownCluster(String identity, int newestTimeline, Optional<Tick> lostAt) {

  static Optional<KnownCluster> after(Optional<KnownCluster> before, Cluster cluster, Tick now) {
    int newest =
        Math.max(
            before.map(KnownCluster::newestTimeline).orElse(0),
            cluster.history().value().newestTimeline());
    Optional<Tick> lost =
        cluster.systemIdentifier().isPresent()
            ? Optional.empty()
            : before.flatMap(KnownCluster::lostAt).or(() -> Optional.of(now));
    return cluster
        .systemIdentifier()
        .or(() -> before.map(KnownCluster::identity))
        .map(identity -> new KnownCluster(identity, newest, lost));
  }
}
