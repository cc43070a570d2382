package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.failsafe.FailsafeKey;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.lease.Mandate;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The leader without the DCS. It asks every member, and goes on while all of them agree.
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
public final class FailsafeLeader {

  /**
   * The longest promise that is asked for, whatever the {@code ttl}. An agent that was started
   * again has forgotten what it promised, and the ttl may have been lowered since: it waits this
   * long.
   */
  public static final Duration LONGEST_PROMISE = Duration.ofSeconds(30);

  private static final Duration ASK_BOUND_MAX = Duration.ofSeconds(2);
  private static final Duration DCS_AGAIN = Duration.ofMillis(250);

  private FailsafeLeader() {}

  /** Whether this primary goes on by the members' word alone. */
  static boolean leads(Observation o) {
    return !o.holdsLease() && o.server().isPrimary() && Mandate.isHeld(o);
  }

  /** Takes the lease again as soon as the DCS is back. */
  static Decision decide(Observation o) {
    Decision decision =
        Decision.of(Kind.FAILSAFE).and(new Action.WakeAt(o.demoteAt()), o.wakeIn(DCS_AGAIN));
    boolean canWrite = o.connected() && o.lease().isAlive(o.now()) && !o.isWriting(Purpose.LEADER);
    if (!canWrite) {
      return decision;
    }
    Optional<Leader> leftover = o.dcs().leader();
    if (leftover.isPresent()) {
      return decision.and(LeaderKey.takeOverOwn(o, leftover.get()));
    }
    return Candidate.primaryObjection(o).isEmpty()
        ? decision.and(LeaderKey.takeAsPrimary(o))
        : decision;
  }

  /** Asks the members in time, whatever else is done. */
  static List<Action> actions(Observation o) {
    if (!o.config().failsafeMode()
        || o.cluster().isEmpty()
        || o.isPaused()
        || o.ending()
        || o.memory().health().lettingGo()
        || !o.server().isPrimary()
        || !Mandate.isHeld(o)
        || Bootstrapping.isUnderWay(o)) {
      return List.of();
    }
    Failsafe failsafe = o.dcs().failsafe().value();
    if (!failsafe.members().containsKey(o.self().name())) {
      return List.of();
    }
    Duration promise = promise(o.config().ttl());
    Tick first =
        Tick.min(
            Mandate.until(o).minus(promise.dividedBy(2)),
            o.demoteAt().minus(askBound(promise).multipliedBy(2)));
    Tick next =
        o.memory()
            .failsafe()
            .answeredAt()
            .map(at -> at.plus(LeaseTiming.retryEvery(promise)))
            .filter(first::isBefore)
            .orElse(first);
    return o.now().isBefore(next) ? List.of(new Action.WakeAt(next)) : List.of(ask(o));
  }

  /**
   * Whether it is enough that all of these have agreed. Somebody may have come into the failsafe
   * key since they were asked.
   */
  public static boolean areAll(Observation o, Set<String> asked) {
    return o.cluster().isPresent()
        && FailsafeKey.members(o).keySet().stream()
            .allMatch(name -> asked.contains(name) || name.equals(o.self().name()));
  }

  /** For how long the members are asked to let a leader go on. */
  public static Duration promise(Duration ttl) {
    return ttl.compareTo(LONGEST_PROMISE) < 0 ? ttl : LONGEST_PROMISE;
  }

  private static Action ask(Observation o) {
    Map<String, String> urls = FailsafeKey.members(o);
    for (Member member : o.dcs().members().values()) {
      member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
    }
    urls.remove(o.self().name());
    Duration promise = promise(o.config().ttl());
    return new Action.AskFailsafe(
        urls,
        new FailsafeRequest(
            o.self().name(),
            o.self().connUrl(),
            o.self().apiUrl(),
            slots(o),
            promise,
            o.dcs()
                .leader()
                .filter(l -> l.name().equals(o.self().name()))
                .map(Leader::modRevision)
                .orElse(o.memory().failsafe().grantRevision())),
        askBound(promise));
  }

  /** How long an answer is waited for; a question that is older is of no use to its sender. */
  public static Duration askBound(Duration promise) {
    Duration bound = promise.dividedBy(10);
    return bound.compareTo(ASK_BOUND_MAX) < 0 ? bound : ASK_BOUND_MAX;
  }

  private static Map<String, Lsn> slots(Observation o) {
    Map<String, Lsn> slots = new TreeMap<>();
    o.server()
        .running()
        .map(Running::slots)
        .orElse(Map.of())
        .forEach((name, slot) -> slot.restartLsn().ifPresent(lsn -> slots.put(name, lsn)));
    return slots;
  }
}
