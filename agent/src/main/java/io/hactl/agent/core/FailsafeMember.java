package io.hactl.agent.core;

import io.hactl.agent.core.FailsafeMemory.Promise;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Failsafe;
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
  public static Answer answer(Observation o, FailsafeRequest request) {
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

  private static Optional<String> objection(Observation o, FailsafeRequest request) {
    boolean leads =
        Mandate.isHeld(o)
            || o.memory().promotionPending()
            || o.postgres().filter(v -> v.server().isPrimary()).isPresent();
    if (leads || request.name().equals(o.self().name())) {
      return Optional.of("running as a leader");
    }
    if (o.isWriting(Purpose.LEADER) || o.memory().failsafe().refusing()) {
      return Optional.of("nobody leads: taking part in the election");
    }
    if (o.now()
        .isBefore(
            o.startedAt()
                .plus(FailsafeLeader.askBound(FailsafeLeader.promise(o.config().ttl()))))) {
      return Optional.of("started just now, and may have taken part in an election before");
    }
    return o.cluster()
        .flatMap(c -> c.leader())
        .map(l -> l.name())
        .or(() -> active(o).map(Promise::leader))
        .filter(leader -> !leader.equals(request.name()))
        .map(leader -> "the leader is " + leader);
  }

  /** Whether this node leads, or lets another lead, by promises instead of the DCS. */
  public static boolean isActive(Observation o) {
    boolean leads =
        !o.lease().isAlive(o.now())
            && Mandate.isHeld(o)
            && o.postgres().filter(v -> v.server().isPrimary()).isPresent();
    return leads || active(o).isPresent();
  }

  /** The promise that binds this member now. */
  static Optional<Promise> active(Observation o) {
    return o.memory().failsafe().promise().filter(p -> o.now().isBefore(p.until()));
  }

  /**
   * Until when this member must not take the lease; empty: nothing was promised. One that has just
   * started does not know what it promised before.
   */
  static Optional<Tick> boundUntil(Observation o) {
    Optional<Tick> promised = active(o).map(Promise::until);
    if (promised.isPresent() || !o.config().failsafeMode()) {
      return promised;
    }
    Failsafe failsafe = o.dcs().failsafe().value();
    boolean others = failsafe.members().keySet().stream().anyMatch(n -> !n.equals(o.self().name()));
    Duration ttl = o.config().ttl();
    Duration longest =
        ttl.compareTo(FailsafeLeader.LONGEST_PROMISE) < 0 ? FailsafeLeader.LONGEST_PROMISE : ttl;
    return Optional.of(o.startedAt().plus(longest))
        .filter(until -> others && o.now().isBefore(until));
  }

  /** Why a member of no failsafe key must not lead: the leader does not know to ask it. */
  static Optional<String> outsider(Observation o) {
    return isOutsider(o.config(), o.dcs(), o.self().name())
        ? Optional.of(
            "this member is not in the failsafe key, so that a leader may go on without the DCS and"
                + " not ask it; if there is none, set failsafe_mode: false")
        : Optional.empty();
  }

  static boolean isOutsider(DynamicConfig config, Cluster cluster, String member) {
    Failsafe failsafe = cluster.failsafe().value();
    return config.failsafeMode()
        && !failsafe.members().isEmpty()
        && !failsafe.members().containsKey(member);
  }
}
