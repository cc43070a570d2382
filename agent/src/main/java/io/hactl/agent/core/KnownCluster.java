package io.hactl.agent.core;

import io.hactl.dcs.Cluster;
import java.util.Optional;

/**
 * What a member still knows of its cluster should the DCS lose everything.
 *
 * @param identity the system identifier it had when it last had one
 * @param newestTimeline the newest timeline that was ever given out, as far as was seen
 */
public record KnownCluster(String identity, int newestTimeline) {

  static Optional<KnownCluster> after(Optional<KnownCluster> before, Cluster cluster) {
    int newest =
        Math.max(
            before.map(KnownCluster::newestTimeline).orElse(0),
            cluster.history().value().newestTimeline());
    return cluster
        .systemIdentifier()
        .or(() -> before.map(KnownCluster::identity))
        .map(identity -> new KnownCluster(identity, newest));
  }
}
