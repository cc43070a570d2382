package io.hactl.core.failsafe;

import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Observed;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/** A member that a leader without the DCS asks to let it go on, and what follows from agreeing. */
public final class FailsafeMember {

  private FailsafeMember() {}

  /**
   * @param status for HTTP: 200, 502 or 503
   * @param promise what is to be remembered; empty: refused
   */
  public record Answer(int status, String message, Optional<Promise> promise) {}

  /** Agrees, or says why not. */
  public static Answer answer(Observed o, FailsafeRequest request) {
    if (!o.config().failsafeMode()) {
      return refuse(502, "failsafe mode is off");
    }
    Optional<String> objection = objection(o, request);
    if (objection.isPresent()) {
      return refuse(503, objection.get());
    }
    Duration ttl = o.config().ttl();
    Duration asked = request.ttl().compareTo(ttl) < 0 ? ttl : request.ttl();
    return new Answer(
        200,
        "Accepted",
        Optional.of(
            new Promise(
                request.name(), o.now().plus(asked), request.leaderRevision(), request.slots())));
  }

  private static Answer refuse(int status, String message) {
    return new Answer(status, message, Optional.empty());
  }

  private static Optional<String> objection(Observed o, FailsafeRequest request) {
    boolean leads =
        WriteDeadline.isAhead(o)
            || o.memory().promotionPending()
            || o.observation().seenPostgres().filter(v -> v.server().isPrimary()).isPresent();
    if (leads || request.name().equals(o.self().name())) {
      return Optional.of("running as a leader");
    }
    if (o.isWriting(Purpose.LEADER) || o.memory().failsafe().refusing()) {
      return Optional.of("nobody leads: taking part in the election");
    }
    if (o.now()
        .isBefore(
            o.startedAt()
                .plus(FailsafePromise.askBound(FailsafePromise.length(o.config().ttl()))))) {
      return Optional.of("started just now, and may have taken part in an election before");
    }
    return o.seenCluster()
        .flatMap(c -> c.leader())
        .map(l -> l.name())
        .or(() -> active(o).map(Promise::leader))
        .filter(leader -> !leader.equals(request.name()))
        .map(leader -> "the leader is " + leader);
  }

  /** Whether this node leads, or lets another lead, by promises instead of the DCS. */
  public static boolean isActive(Observed o) {
    boolean leads =
        !o.lease().isAlive(o.now())
            && WriteDeadline.isAhead(o)
            && o.observation().seenPostgres().filter(v -> v.server().isPrimary()).isPresent();
    return leads || active(o).isPresent();
  }

  /** The promise that binds this member now. */
  public static Optional<Promise> active(Observed o) {
    return o.memory().failsafe().promise().filter(p -> o.now().isBefore(p.until()));
  }

  /**
   * Until when this member must not take the lease; empty: nothing was promised. One that has just
   * started does not know what it promised before.
   */
  public static Optional<Tick> boundUntil(Situation s) {
    Optional<Tick> promised = active(s).map(Promise::until);
    if (promised.isPresent() || !s.config().failsafeMode()) {
      return promised;
    }
    Failsafe failsafe = s.cluster().failsafe().value();
    boolean others = failsafe.members().keySet().stream().anyMatch(n -> !n.equals(s.self().name()));
    Duration ttl = s.config().ttl();
    Duration longest = ttl.compareTo(FailsafePromise.LONGEST) < 0 ? FailsafePromise.LONGEST : ttl;
    return Optional.of(s.startedAt().plus(longest))
        .filter(until -> others && s.now().isBefore(until));
  }

  /** Why a member of no failsafe key must not lead: the leader does not know to ask it. */
  public static Optional<String> outsider(Situation s) {
    return isOutsider(s.config(), s.cluster(), s.self().name())
        ? Optional.of(
            "this member is not in the failsafe key, so that a leader may go on without the DCS and"
                + " not ask it; if there is none, set failsafe_mode: false")
        : Optional.empty();
  }

  public static boolean isOutsider(DynamicConfig config, Cluster cluster, String member) {
    Failsafe failsafe = cluster.failsafe().value();
    return config.failsafeMode()
        && !failsafe.members().isEmpty()
        && !failsafe.members().containsKey(member);
  }
}
