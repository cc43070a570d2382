package io.hactl.rest.failover;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.election.Criteria;
import io.hactl.dcs.election.Eligibility;
import io.hactl.dcs.election.Objection;
import io.hactl.dcs.election.ObjectionText;
import io.hactl.rest.failover.FailoverRequest.Kind;
import io.hactl.rest.request.Refusal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Judges from the cluster and from what the candidates say whether a request can be fulfilled. */
final class FailoverChecks {

  private FailoverChecks() {}

  /**
   * The members that may take over, as far as the DCS tells.
   *
   * @throws Refusal 409 while another switchover is pending; 412 if the request does not fit the
   *     cluster, or nobody may take over
   */
  static List<Member> candidates(FailoverRequest request, Cluster cluster) {
    refuseIfPending(request, cluster);
    if (request.leader().isPresent() && !cluster.isLeader(request.leader().get())) {
      throw new Refusal(412, "leader name does not match");
    }
    boolean syncOnly = cluster.config().value().synchronousMode().isOn();
    return request.candidate().isPresent()
        ? named(request, cluster, syncOnly)
        : anyOf(request, cluster, syncOnly);
  }

  private static void refuseIfPending(FailoverRequest request, Cluster cluster) {
    boolean pending = cluster.failover().value().isRequested();
    if (pending && request.kind() == Kind.SWITCHOVER) {
      throw new Refusal(
          409, "There is a pending switchover; cancel it with DELETE /switchover first");
    }
  }

  private static List<Member> named(FailoverRequest request, Cluster cluster, boolean syncOnly) {
    String name = request.candidate().orElseThrow();
    Member candidate = cluster.members().get(name);
    boolean listed = cluster.sync().value().standbys().contains(name);
    if (syncOnly && !listed && candidate != null && request.kind() == Kind.SWITCHOVER) {
      throw new Refusal(412, "candidate name does not match with sync_standby");
    }
    if (candidate == null) {
      throw new Refusal(412, "candidate does not exists");
    }
    if (cluster.isLeader(name)) {
      throw new Refusal(412, "candidate is the leader already");
    }
    return List.of(candidate);
  }

  private static List<Member> anyOf(FailoverRequest request, Cluster cluster, boolean syncOnly) {
    Predicate<Member> eligible =
        syncOnly
            ? m -> cluster.sync().value().standbys().contains(m.name())
            : m -> !cluster.isLeader(m.name()) && m.apiUrl().isPresent();
    List<Member> candidates = cluster.members().values().stream().filter(eligible).toList();
    if (candidates.isEmpty()) {
      throw new Refusal(
          412,
          request.kind().noun
              + (syncOnly
                  ? " is not possible: can not find sync_standby"
                  : " is not possible: cluster does not have members except leader"));
    }
    return candidates;
  }

  /** Whom to ask: member name to API. */
  static Map<String, String> apiUrls(List<Member> members) {
    return members.stream()
        .filter(m -> m.apiUrl().isPresent())
        .collect(Collectors.toMap(Member::name, m -> m.apiUrl().orElseThrow()));
  }

  /**
   * Whether at least one of the candidates may be promoted. A switchover is judged as the leader
   * will judge it; a failover to a named member is for the member itself to judge, which loses what
   * it lacks.
   *
   * @param answers of those that were asked, by name
   * @throws Refusal 412 if none may; it says for each why not
   */
  static void requireOneGood(
      FailoverRequest request,
      Cluster cluster,
      List<Member> candidates,
      Map<String, PeerStatus> answers) {
    Criteria criteria =
        request.kind() == Kind.SWITCHOVER
            ? Criteria.switchover(cluster).leaderTimeline(leaderTimeline(cluster))
            : Criteria.requestedFailover(cluster);
    SortedMap<String, List<Objection>> judged = Eligibility.judge(candidates, answers, criteria);
    if (judged.values().stream().noneMatch(List::isEmpty)) {
      throw new Refusal(
          412,
          request.kind().noun
              + " is not possible: no good candidates have been found: "
              + ObjectionText.line(judged));
    }
  }

  /** By the leader's key, unless that is older than the promotion; 0: unknown. */
  private static int leaderTimeline(Cluster cluster) {
    return cluster
        .leaderMember()
        .flatMap(Member::timeline)
        .filter(timeline -> timeline >= cluster.history().value().newestTimeline())
        .orElse(0);
  }
}
