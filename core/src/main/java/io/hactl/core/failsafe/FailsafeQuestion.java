package io.hactl.core.failsafe;

import io.hactl.core.decision.Action;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a leader without the DCS asks of every member: it goes on while all of them agree.
 *
 * <pre>
 *  renewal sent                  first question       demote begins       until
 *   |---------------- ttl -------------------------------------------------->|
 *                                   |--- again, if need be ---|-- stop ------|
 *                                   |------------- promise: the new 'until' -------------|
 * </pre>
 *
 * <p>An answer is a promise: the member will not take the lease for a ttl, 30 s at most, from when
 * it got the question. The leader counts the same time from when it sent the question, which was
 * before, so its time is over first. Members are those of the failsafe key and all others that are
 * known; a member that is in neither cannot take the lease, as it may only if it is in the failsafe
 * key, which the leader writes, and a member that lets others in only once no leader can be going
 * on.
 */
public final class FailsafeQuestion {

  private FailsafeQuestion() {}

  /** Asks the members in time, whatever else is done. */
  public static List<Action> actions(NodeSituation n) {
    return n.inCluster().map(FailsafeQuestion::actions).orElse(List.of());
  }

  private static List<Action> actions(Situation s) {
    if (!s.config().failsafeMode()
        || s.isPaused()
        || s.ending()
        || s.memory().health().renewalStopped()
        || !s.server().isPrimary()
        || !WriteDeadline.isAhead(s)
        || Initialisation.isUnderWay(s)) {
      return List.of();
    }
    Failsafe failsafe = s.cluster().failsafe().value();
    if (!failsafe.members().containsKey(s.self().name())) {
      return List.of();
    }
    Duration promise = FailsafePromise.length(s.config().ttl());
    Tick first =
        Tick.min(
            WriteDeadline.of(s).minus(promise.dividedBy(2)),
            WriteDeadline.demoteAt(s).minus(FailsafePromise.askBound(promise).multipliedBy(2)));
    Tick next =
        s.memory()
            .failsafe()
            .answeredAt()
            .map(at -> at.plus(LeaseTiming.retryEvery(promise)))
            .filter(first::isBefore)
            .orElse(first);
    return s.now().isBefore(next) ? List.of(new Action.WakeAt(next)) : List.of(ask(s));
  }

  /**
   * Whether it is enough that all of these have agreed. Somebody may have come into the failsafe
   * key since they were asked.
   */
  public static boolean areAll(Situation s, Set<String> asked) {
    return FailsafeKey.members(s).keySet().stream()
        .allMatch(name -> asked.contains(name) || name.equals(s.self().name()));
  }

  private static Action ask(Situation s) {
    Map<String, String> urls = FailsafeKey.members(s);
    for (Member member : s.cluster().members().values()) {
      member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
    }
    urls.remove(s.self().name());
    Duration promise = FailsafePromise.length(s.config().ttl());
    return new Action.AskFailsafe(
        urls,
        new FailsafeRequest(
            s.self().name(),
            s.self().connUrl(),
            s.self().apiUrl(),
            slots(s),
            promise,
            s.cluster()
                .leader()
                .filter(l -> l.name().equals(s.self().name()))
                .map(Leader::modRevision)
                .orElse(s.memory().failsafe().grantRevision())),
        FailsafePromise.askBound(promise));
  }

  private static Map<String, Lsn> slots(Situation s) {
    Map<String, Lsn> slots = new TreeMap<>();
    s.server()
        .running()
        .map(Running::slots)
        .orElse(Map.of())
        .forEach((name, slot) -> slot.restartLsn().ifPresent(lsn -> slots.put(name, lsn)));
    return slots;
  }
}
