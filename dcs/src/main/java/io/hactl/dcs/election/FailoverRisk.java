package io.hactl.dcs.election;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.SyncState;
import java.util.Optional;

/** What a failover to a member that is not synchronous may cost. */
public final class FailoverRisk {

  private FailoverRisk() {}

  /**
   * What may be lost if {@code candidate} is promoted, one sentence; empty: nothing that was
   * acknowledged as replicated, as far as the sync key tells, or the cluster is not synchronous.
   */
  public static Optional<String> of(Cluster cluster, String candidate) {
    SyncState sync = cluster.sync().value();
    boolean synchronous = cluster.config().value().synchronousMode().isOn() && sync.isActive();
    if (synchronous && sync.quorum() > 0 && sync.standbys().contains(candidate)) {
      return Optional.of(
          "in quorum mode %s alone need not have every acknowledged write: it asks the others for 5 s, and leads without those that do not answer"
              .formatted(candidate));
    }
    return synchronous && !sync.contains(candidate)
        ? Optional.of(
            "the cluster is in synchronous mode, and "
                + candidate
                + " is not synchronous (synchronous: "
                + (sync.standbys().isEmpty() ? "nobody" : String.join(", ", sync.standbys()))
                + "): writes that were acknowledged may be lost, "
                + amount(cluster, candidate))
        : Optional.empty();
  }

  private static String amount(Cluster cluster, String candidate) {
    Lsn leader = cluster.status().value().optime();
    Optional<Lsn> position =
        cluster.member(candidate).flatMap(Member::xlogLocation).filter(l -> l.bytes() != 0);
    if (position.isEmpty() || leader.bytes() == 0) {
      return "how much is not known";
    }
    long behind = Math.max(0, leader.minus(position.get()));
    return "%d bytes as far as is known (it has WAL up to %s, the leader was last seen at %s) and what the leader has written since"
        .formatted(behind, position.get(), leader);
  }
}
