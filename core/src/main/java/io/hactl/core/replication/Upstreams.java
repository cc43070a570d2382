package io.hactl.core.replication;

import io.hactl.core.model.Upstream;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import java.util.Comparator;
import java.util.Optional;

/** Who this node replicates from, and who it copies from. */
public final class Upstreams {

  private Upstreams() {}

  /** The leader as an upstream, whether or not it runs; empty without a leader or its address. */
  public static Optional<Upstream> leader(Situation s) {
    return s.cluster().leaderMember().flatMap(m -> of(s, m));
  }

  /**
   * Who to follow: the member that the tag {@code replicatefrom} names, while it runs as a replica
   * of this cluster, else the leader.
   */
  public static Optional<Upstream> toFollow(Situation s) {
    if (s.self().tags().nostream()) {
      return Optional.empty();
    }
    Optional<Member> chosen =
        s.self()
            .tags()
            .replicatefrom()
            .filter(name -> !name.equals(s.self().name()))
            .flatMap(s.cluster()::member)
            .filter(Member::isRunning)
            .filter(m -> m.tags().replicatefrom().filter(s.self().name()::equals).isEmpty());
    return chosen.flatMap(m -> of(s, m)).or(() -> leader(s));
  }

  /** Whether the leader has been promoted, so that following it leads to its timeline. */
  public static boolean leaderRunsAsPrimary(Cluster cluster) {
    return cluster
        .leaderMember()
        .filter(Member::isRunning)
        .flatMap(Member::role)
        .filter(r -> r == MemberRole.PRIMARY || r == MemberRole.STANDBY_LEADER)
        .isPresent();
  }

  /**
   * Who to copy from: a running replica tagged {@code clonefrom} (the one with the most WAL), else
   * the running leader.
   */
  public static Optional<Upstream> toCopy(Situation s, boolean fromLeader) {
    Optional<Member> tagged =
        s.cluster().members().values().stream()
            .filter(m -> !fromLeader)
            .filter(m -> m.tags().clonefrom() && !m.name().equals(s.self().name()))
            .filter(Member::isRunning)
            .filter(m -> m.endpoint().isPresent())
            .filter(m -> !s.cluster().isLeader(m.name()))
            .max(Comparator.comparing(m -> m.xlogLocation().orElse(Lsn.ZERO)));
    return tagged
        .or(() -> s.cluster().leaderMember().filter(m -> leaderRunsAsPrimary(s.cluster())))
        // After a restart without data the leader key may still be this node's own.
        .filter(m -> !m.name().equals(s.self().name()))
        .flatMap(m -> of(s, m));
  }

  private static Optional<Upstream> of(Situation s, Member member) {
    String slot = s.config().postgresql().useSlots() ? s.self().slot() : "";
    return member.endpoint().map(endpoint -> new Upstream(member.name(), endpoint, slot));
  }
}
