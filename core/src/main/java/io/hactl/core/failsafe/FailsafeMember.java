package io.hactl.core.failsafe;

import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.FailsafeMemory.Promise;
import io.hactl.core.model.FailsafeRequest;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.situation.Observed;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Failsafe;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/** A member that a leader without the DCS asks to let it go on, and what follows from agreeing. */
public final class FailsafeMember {

  private FailsafeMember() {}

  /** What a leader is answered that asks to go on. */
  public sealed interface Answer {

    /**
     * The leader may go on.
     *
     * @param promise what is to be remembered
     */
    record Agreed(Promise promise) implements Answer {}

    /** This member does not let the leader go on. */
    record Refused(FailsafeRefusal why) implements Answer {}
  }

  /** Agrees, or says why not. */
  public static Answer answer(Observed o, FailsafeRequest request) {
    Optional<FailsafeRefusal> refusal = refusal(o, request);
    if (refusal.isPresent()) {
      return new Answer.Refused(refusal.get());
    }
    Duration ttl = o.config().ttl();
    Duration asked = request.ttl().compareTo(ttl) < 0 ? ttl : request.ttl();
    return new Answer.Agreed(
        new Promise(
            request.name(), o.now().plus(asked), request.leaderRevision(), request.slots()));
  }

  private static Optional<FailsafeRefusal> refusal(Observed o, FailsafeRequest request) {
    if (!o.config().failsafeMode()) {
      return Optional.of(new FailsafeRefusal.FailsafeModeOff());
    }
    boolean leads =
        WriteDeadline.isAhead(o)
            || o.memory().promotionPending()
            || o.observation().seenPostgres().filter(v -> v.server().isPrimary()).isPresent();
    if (leads || request.name().equals(o.self().name())) {
      return Optional.of(new FailsafeRefusal.Leads());
    }
    if (o.isWriting(Purpose.LEADER) || o.memory().failsafe().refusing()) {
      return Optional.of(new FailsafeRefusal.InElection());
    }
    if (o.now()
        .isBefore(
            o.startedAt()
                .plus(FailsafePromise.askBound(FailsafePromise.length(o.config().ttl()))))) {
      return Optional.of(new FailsafeRefusal.JustStarted());
    }
    return o.seenCluster()
        .flatMap(c -> c.leader())
        .map(l -> l.name())
        .or(() -> active(o).map(Promise::leader))
        .filter(leader -> !leader.equals(request.name()))
        .map(FailsafeRefusal.AnotherLeads::new);
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
   * Until when this member must not take the lease; empty: nothing was promised. An agent that has
   * just started does not know what it promised before.
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
}
