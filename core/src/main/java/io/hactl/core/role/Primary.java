package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.learning.MemoryRules;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.memory.Failures;
import io.hactl.core.model.Ailment;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.replication.Slots;
import io.hactl.core.situation.Observation;
import io.hactl.core.sync.SyncKey;
import io.hactl.core.sync.SyncSteps;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * This node holds the lease.
 *
 * <pre>
 *   standby running  -> promote
 *   primary running  -> serve; a switchover, a restart, changed settings
 *   stopped in order -> release (asked for) or start again
 *   crashed          -> start in place, or yield (primary_start_timeout)
 *   ill              -> Yielding
 * </pre>
 */
final class Primary {

  private static final Duration PROMOTE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration UNFENCED_STOP = Duration.ofSeconds(10);

  private Primary() {}

  static Decision decide(Observation o, Initialized data) {
    boolean servesAlready = o.server().isPrimary();
    if (!servesAlready && !o.now().isBefore(o.demoteAt())) {
      return Decision.of(Kind.LEASE_ENDING).and(new Action.WakeAt(o.lease().until()));
    }
    if (!o.fence().ready()) {
      Optional<Decision> unfenced = unfenced(o);
      if (unfenced.isPresent()) {
        return unfenced.get();
      }
    }
    return switch (o.server()) {
      case Running r when r.inRecovery() -> promote(o, r);
      case Running r -> serve(o, r);
      case ServerState.Starting s -> waitForStart(o, s.since());
      case ServerState.Unresponsive u ->
          Yielding.decide(o).orElseGet(() -> waitForStart(o, u.since()).and(Yielding.ask(o)));
      case ServerState.Stopped ignored -> stopped(o, data);
    };
  }

  /**
   * Nothing that takes writes is begun without a fence, and the lease is not kept from others for
   * long; a primary that takes writes already goes on, unless its watchdog is required.
   */
  private static Optional<Decision> unfenced(Observation o) {
    if (!o.memory().promotionPending() && (o.server().isStopped() || o.server().isStandby())) {
      boolean patient = o.now().isBefore(o.fence().since().plus(FENCE_PATIENCE));
      return Optional.of(
          patient && !o.fence().watchdogFailed()
              ? o.waitForFence()
              : release(o, o.fence().problem(), Optional.empty()));
    }
    return o.fence().watchdogFailed()
        ? Optional.of(
            Decision.of(Kind.YIELDING, o.fence().problem())
                .run(new PostgresTask.Stop(StopPurpose.UNHEALTHY, true, UNFENCED_STOP)))
        : Optional.empty();
  }

  private static Decision promote(Observation o, Running server) {
    if (o.memory().promotionPending()) {
      // It may become a primary at any moment: the lease is not given back before it is stopped.
      Duration left = o.lease().until().since(o.now());
      return Decision.of(Kind.YIELDING, promotingFailed(o))
          .run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, LeaseTiming.fastStopWithin(left)));
    }
    if (FailsafeMember.active(o).isPresent()) {
      return release(o, "promised to let another leader go on", Optional.empty());
    }
    Optional<Decision> off = SyncSteps.turnOff(o);
    if (off.isPresent()) {
      return off.get();
    }
    Optional<StandbyNames> names =
        SyncKey.namesForPromotion(o)
            .filter(n -> !n.isSameAs(StandbyNames.parse(server.synchronousStandbyNames())));
    if (names.isPresent()) {
      return beforePromotion(o, names.get());
    }
    int newest = o.dcs().history().value().newestTimeline();
    if (server.timeline() >= newest) {
      Decision reserving = Decision.of(Kind.PROMOTING).and(new Action.WakeAt(o.demoteAt()));
      return o.isWriting(Purpose.HISTORY)
          ? reserving
          : reserving.and(LeaderKey.reserveTimeline(o, Candidate.standing(o, server)));
    }
    int newerThan = newest - 1;
    return Decision.of(Kind.PROMOTING).run(new PostgresTask.Promote(newerThan, PROMOTE_TIMEOUT));
  }

  /** The first write already is acknowledged by those that may be elected next, or none may be. */
  private static Decision beforePromotion(Observation o, StandbyNames names) {
    return o.memory().failures().holdBack(PostgresTask.SetSynchronousStandbys.class, o.now())
        ? release(o, promotingFailed(o), Optional.empty())
        : Decision.of(Kind.SETTING_SYNC_NAMES, names)
            .run(new PostgresTask.SetSynchronousStandbys(names.render()));
  }

  private static String promotingFailed(Observation o) {
    return "promoting failed: " + o.memory().failures().message();
  }

  private static Decision serve(Observation o, Running server) {
    Optional<Decision> asked = Switchover.decide(o);
    if (asked.isPresent()) {
      return asked.get();
    }
    Optional<Decision> yielding = Yielding.decide(o);
    if (yielding.isPresent()) {
      return yielding.get();
    }
    // Slots first: replicas that follow a new leader need them at once.
    return SyncSteps.turnOff(o)
        .or(() -> Slots.decide(o, server))
        .or(() -> Upkeep.decide(o, Optional.empty()))
        .or(() -> SyncSteps.decide(o, server))
        .orElseGet(() -> leading(o))
        .and(SyncSteps.look(o))
        .and(Yielding.ask(o));
  }

  /** Nothing to do but to keep the lease. */
  static Decision leading(Observation o) {
    Decision leading =
        Switchover.untilPlanned(o)
            .or(() -> Yielding.goesOnDespite(o).map(why -> Decision.of(Kind.ILL_LEADER, why)))
            .orElseGet(() -> Decision.of(Kind.LEADER));
    return leading.and(new Action.WakeAt(o.demoteAt()));
  }

  private static Decision stopped(Observation o, Initialized data) {
    if (Switchover.isPending(o)) {
      return Switchover.afterStop(o, data);
    }
    if (data.standbySignal() && o.memory().failures().isOf(PostgresTask.Promote.class)) {
      return release(o, promotingFailed(o), Optional.empty());
    }
    if (data.standbySignal()) {
      return retry(
          o,
          Decision.of(Kind.STARTING_PRIMARY)
              .run(
                  new PostgresTask.StartStandby(
                      Optional.empty(), o.config(), Replica.startTimeout(o))));
    }
    boolean crashed = !data.state().isClean();
    boolean crashLoop =
        crashed
            && (o.config().primaryStartTimeout().isZero()
                || MemoryRules.isCrashLoop(o.memory().primaryStarts(), o.now()));
    Optional<String> ailment =
        o.memory()
            .health()
            .reasonToYield()
            .map(Ailment::message)
            .or(o.memory().health()::stoppedFor);
    if (ailment.isPresent()
        || crashLoop
        || o.memory().failures().isOf(PostgresTask.StartPrimary.class)) {
      return yieldOrRestart(o, ailment.orElse("PostgreSQL crashed"));
    }
    return retry(o, start(o, crashed ? Kind.RESTARTING_CRASHED : Kind.STARTING_PRIMARY));
  }

  /** Somebody else takes over if somebody can, else the server is started here, sooner or later. */
  private static Decision yieldOrRestart(Observation o, String why) {
    if (!o.hasSurveySince(o.now().minus(Yielding.ASK_AGAIN.plus(Candidate.SURVEY_VALID)))) {
      return Decision.of(Kind.LOOKING_FOR_SUCCESSOR, why).and(Candidate.askEverybody(o));
    }
    Optional<Decision> handedOver =
        Yielding.successor(o)
            .map(s -> release(o, why + ", and " + s.name() + " can lead", Optional.empty()));
    if (handedOver.isPresent()) {
      return handedOver.get();
    }
    Optional<Decision> waiting = Yielding.waitAlone(o).or(() -> holdBack(o));
    if (waiting.isPresent()) {
      return waiting.get().and(Yielding.askAgain(o));
    }
    // Nothing is started on an answer that is no longer true.
    return o.hasSurveySince(o.now().minus(Candidate.SURVEY_VALID))
        ? start(o, Kind.RESTARTING_CRASHED)
        : Decision.of(Kind.LOOKING_FOR_SUCCESSOR, why).and(Candidate.askEverybody(o));
  }

  private static Decision start(Observation o, Kind why) {
    Duration timeout = o.config().primaryStartTimeout();
    return SyncSteps.turnOff(o)
        .orElseGet(
            () ->
                Decision.of(why)
                    .run(
                        new PostgresTask.StartPrimary(
                            o.config(), timeout.isZero() ? Duration.ofSeconds(300) : timeout)));
  }

  /** A server that came up by itself, or is about to, gets {@code primary_start_timeout}. */
  private static Decision waitForStart(Observation o, Tick since) {
    Tick limit = since.plus(o.config().primaryStartTimeout());
    Decision waiting = Decision.of(Kind.WAITING_FOR_START);
    if (o.now().isBefore(limit)) {
      return waiting.and(new Action.WakeAt(limit), new Action.WakeAt(o.demoteAt()));
    }
    if (!o.hasSurveySince(o.now().minus(Candidate.SURVEY_VALID))) {
      return waiting.and(Candidate.askEverybody(o));
    }
    if (Candidate.bestSuccessor(o, o.survey().orElseThrow()).isEmpty()) {
      return waiting.and(o.wakeIn(o.config().loopWait()), new Action.WakeAt(o.demoteAt()));
    }
    return Yielding.stop(
        o,
        "PostgreSQL does not come up",
        new PostgresTask.Stop(StopPurpose.UNHEALTHY, false, Duration.ZERO));
  }

  private static Decision retry(Observation o, Decision decision) {
    return holdBack(o).orElse(decision);
  }

  /** To wait, where a start failed of late; empty: it may be tried. */
  private static Optional<Decision> holdBack(Observation o) {
    Failures failures = o.memory().failures();
    boolean startFailed =
        failures.holdBack(PostgresTask.StartPrimary.class, o.now())
            || failures.holdBack(PostgresTask.StartStandby.class, o.now());
    return startFailed
        ? Optional.of(failures.waiting().and(new Action.WakeAt(o.demoteAt())))
        : Optional.empty();
  }

  /** Gives the lease back; nothing of PostgreSQL takes writes any more when this is decided. */
  static Decision release(Observation o, String why, Optional<Lsn> shutdownCheckpoint) {
    Decision decision = Decision.of(Kind.YIELDING, why);
    Leader own = o.ownLeaderKey().orElseThrow();
    return o.isWriting(Purpose.LEADER)
        ? decision
        : decision.and(LeaderKey.release(o, own, shutdownCheckpoint));
  }
}
