package io.hactl.rest.view;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.SynchronousMode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cluster as an operator sees it: what {@code GET /cluster} answers and {@code hactl list}
 * shows, so that both agree.
 *
 * @param members sorted by name
 * @param scheduledSwitchover a switchover that waits for its time
 */
public record ClusterView(
    String scope,
    List<MemberView> members,
    boolean paused,
    Optional<ScheduledSwitchover> scheduledSwitchover) {

  public ClusterView {
    members = List.copyOf(members);
  }

  /** A member's part in the cluster. */
  public enum Role {
    LEADER("leader"),
    STANDBY_LEADER("standby_leader"),
    SYNC_STANDBY("sync_standby"),
    QUORUM_STANDBY("quorum_standby"),
    REPLICA("replica");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    /** The word in JSON; tables show {@code Sync Standby}. */
    public String text() {
      return text;
    }

    /** Whether this member holds the leader key. */
    public boolean leads() {
      return this == LEADER || this == STANDBY_LEADER;
    }
  }

  /**
   * One member.
   *
   * @param state {@code streaming} or {@code in archive recovery} on a replica that replicates, the
   *     state of its server otherwise; empty text where the member did not say
   * @param faults what it says is wrong with it, one word each
   * @param receive what it has received and how far that is behind the leader; unknown on the
   *     leader, as are the other two
   * @param replay what it has replayed
   * @param latest the larger of the two
   */
  public record MemberView(
      String name,
      Role role,
      String state,
      Optional<String> apiUrl,
      Optional<Member.Endpoint> endpoint,
      Optional<Integer> timeline,
      boolean pendingRestart,
      Map<String, Member.PendingChange> pendingRestartReason,
      Optional<Member.ScheduledRestart> scheduledRestart,
      Tags tags,
      List<String> faults,
      Position receive,
      Position replay,
      Position latest) {}

  /**
   * A place in the WAL.
   *
   * @param lsn empty: unknown
   * @param lag bytes behind the leader's last published position, never negative; empty: unknown
   */
  public record Position(Optional<Lsn> lsn, OptionalLong lag) {
    static final Position UNKNOWN = new Position(Optional.empty(), OptionalLong.empty());
  }

  /** A planned switchover. */
  public record ScheduledSwitchover(
      OffsetDateTime at, Optional<String> from, Optional<String> to) {}

  /** The view of {@code cluster}. */
  public static ClusterView of(String scope, Cluster cluster) {
    DynamicConfig config = cluster.config().value();
    List<MemberView> members =
        cluster.members().values().stream().map(m -> view(m, cluster)).toList();
    Failover request = cluster.failover().value();
    return new ClusterView(
        scope,
        members,
        config.pause(),
        request
            .scheduledAt()
            .map(at -> new ScheduledSwitchover(at, request.leader(), request.candidate())));
  }

  private static MemberView view(Member member, Cluster cluster) {
    Role role = role(member, cluster);
    Lsn leader = cluster.status().value().optime();
    return new MemberView(
        member.name(),
        role,
        state(member, role),
        member.apiUrl(),
        member.endpoint(),
        member.timeline(),
        member.pendingRestart(),
        member.pendingRestartReason(),
        member.scheduledRestart(),
        member.tags(),
        member.faults(),
        role.leads() ? Position.UNKNOWN : position(member.receiveLsn(), leader),
        role.leads() ? Position.UNKNOWN : position(member.replayLsn(), leader),
        role.leads() ? Position.UNKNOWN : position(member.xlogLocation(), leader));
  }

  private static Role role(Member member, Cluster cluster) {
    DynamicConfig config = cluster.config().value();
    if (cluster.isLeader(member.name())) {
      return config.isStandbyCluster() ? Role.STANDBY_LEADER : Role.LEADER;
    }
    if (config.synchronousMode() != SynchronousMode.OFF
        && cluster.sync().value().standbys().contains(member.name())) {
      return config.synchronousMode() == SynchronousMode.QUORUM
          ? Role.QUORUM_STANDBY
          : Role.SYNC_STANDBY;
    }
    return Role.REPLICA;
  }

  private static String state(Member member, Role role) {
    Optional<String> replication =
        role == Role.LEADER ? Optional.empty() : member.replicationState();
    return replication.or(() -> member.state().map(s -> s.text())).orElse("");
  }

  private static Position position(Optional<Lsn> lsn, Lsn leader) {
    return lsn.filter(l -> l.bytes() != 0)
        .map(l -> new Position(lsn, OptionalLong.of(Math.max(0, leader.minus(l)))))
        .orElse(Position.UNKNOWN);
  }
}
