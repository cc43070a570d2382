package io.hactl.core.memory;

import io.hactl.dcs.cluster.Cluster;
import java.util.Optional;

/**
 * Who led last, as far as was seen, and where its agent can be asked. That leader's keys may vanish
 * before its lease is over: an etcd member that led, hung, and has not yet noticed that it leads no
 * more ends all leases that were not renewed with it (etcd issue 15247, less likely from 3.4.31 and
 * 3.5.13 on).
 */
public record LastLeader(String name, String apiUrl) {

  public static Optional<LastLeader> after(Optional<LastLeader> before, Cluster cluster) {
    return cluster
        .leaderMember()
        .flatMap(m -> m.apiUrl().map(url -> new LastLeader(m.name(), url)))
        .or(() -> before);
  }
}
