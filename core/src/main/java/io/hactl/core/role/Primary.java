package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.PeerQuestion;
import io.hactl.core.election.Race;
import io.hactl.core.election.Successor;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.health.CrashLoop;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.lease.LeaseTiming;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.memory.Failures.Failure;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.HandingOver.LookingForSuccessor;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Leading.LeaseEnding;
import io.hactl.core.reason.Leading.Promoting;
import io.hactl.core.reason.Leading.RestartingCrashed;
import io.hactl.core.reason.Leading.StartingPrimary;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.core.reason.Maintaining.SettingSyncNames;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.core.reason.YieldCause;
import io.hactl.core.replication.Slots;
import io.hactl.core.situation.Situation;
import io.hactl.core.sync.SyncKey;
import io.hactl.core.sync.SyncSteps;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * This node holds the lease.
 *
 * <pre>
 *   standby running   -> promote
 *   primary running   -> serve; a switchover, a restart, changed settings
 *   shut down cleanly -> release (asked for) or start again
 *   crashed           -> start in place, or yield (primary_start_timeout)
 *   unhealthy         -> Yielding
 * </pre>
 */
final class Primary {

  private static final Duration PROMOTE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration UNFENCED_STOP = Duration.ofSeconds(10);

  private Primary() {}

  static Decision decide(Situation s, Initialized data) {
    boolean servesAlready = s.server().isPrimary();
    if (!servesAlready && !s.now().isBefore(WriteDeadline.demoteAt(s))) {
      return Decision.of(new LeaseEnding()).and(new Action.WakeAt(s.lease().until()));
    }
    if (!s.fence().ready()) {
      Optional<Decision> unfenced = unfenced(s);
      if (unfenced.isPresent()) {
        return unfenced.get();
      }
    }
    return switch (s.server()) {
      case Running r when r.inRecovery() -> promote(s, r);
      case Running r -> serve(s, r);
      case ServerState.Starting starting -> waitForStart(s, starting.since());
      case ServerState.Unresponsive u ->
          Yielding.decide(s).orElseGet(() -> waitForStart(s, u.since()).and(Yielding.ask(s)));
      case ServerState.Stopped ignored -> stopped(s, data);
    };
  }

  /**
   * Nothing that takes writes is begun without a fence, and the lease is not kept from others for
   * long; a primary that takes writes already goes on, unless its watchdog is required.
   */
  private static Optional<Decision> unfenced(Situation s) {
    YieldCause unfenced = new YieldCause.FenceNotReady(s.fence().problem());
    if (!s.memory().promotionPending() && (s.server().isStopped() || s.server().isStandby())) {
      boolean patient = s.now().isBefore(s.fence().since().plus(FENCE_PATIENCE));
      return Optional.of(
          patient && !s.fence().watchdogFailed() ? Waits.forFence(s) : release(s, unfenced));
    }
    return s.fence().watchdogFailed()
        ? Optional.of(
            Decision.of(new ReleasingLease(unfenced))
                .run(new PostgresTask.Stop(StopPurpose.UNRESPONSIVE, true, UNFENCED_STOP)))
        : Optional.empty();
  }

  private static Decision promote(Situation s, Running server) {
    if (s.memory().promotionPending()) {
      // It may become a primary at any moment: the lease is not given back before it is stopped.
      Duration left = s.lease().until().since(s.now());
      return Decision.of(new ReleasingLease(promotionFailed(s, TaskKind.PROMOTE)))
          .run(new PostgresTask.Stop(StopPurpose.DEMOTE, false, LeaseTiming.fastStopWithin(left)));
    }
    if (FailsafeMember.active(s).isPresent()) {
      return release(s, new YieldCause.Promised());
    }
    Optional<Decision> off = SyncSteps.turnOff(s);
    if (off.isPresent()) {
      return off.get();
    }
    Optional<StandbyNames> names =
        SyncKey.namesForPromotion(s)
            .filter(n -> !n.isSameAs(StandbyNames.parse(server.synchronousStandbyNames())));
    if (names.isPresent()) {
      return beforePromotion(s, names.get());
    }
    int newest = s.cluster().history().value().newestTimeline();
    if (server.timeline() >= newest) {
      Decision reserving =
          Decision.of(new Promoting()).and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
      return s.isWriting(Purpose.HISTORY)
          ? reserving
          : reserving.and(LeaderKey.reserveTimeline(s, Race.standing(s, server)));
    }
    int newerThan = newest - 1;
    return Decision.of(new Promoting()).run(new PostgresTask.Promote(newerThan, PROMOTE_TIMEOUT));
  }

  /** The first write already is acknowledged by those that may be elected next, or none may be. */
  private static Decision beforePromotion(Situation s, StandbyNames names) {
    return s.memory().failures().holdBack(s.now(), TaskKind.SET_SYNCHRONOUS_STANDBYS)
        ? release(s, promotionFailed(s, TaskKind.SET_SYNCHRONOUS_STANDBYS))
        : Decision.of(new SettingSyncNames(names))
            .run(new PostgresTask.SetSynchronousStandbys(names.render()));
  }

  /**
   * @param what the part of it that failed
   */
  private static YieldCause promotionFailed(Situation s, TaskKind what) {
    return new YieldCause.PromotionFailed(
        s.memory().failures().of(what).map(Failure::message).orElse("it did not end in time"));
  }

  private static Decision serve(Situation s, Running server) {
    Optional<Decision> asked = Switchover.decide(s);
    if (asked.isPresent()) {
      return asked.get();
    }
    Optional<Decision> yielding = Yielding.decide(s);
    if (yielding.isPresent()) {
      return yielding.get();
    }
    // Slots first: replicas that follow a new leader need them at once.
    return SyncSteps.turnOff(s)
        .or(() -> Slots.decide(s, server))
        .or(() -> Upkeep.decide(s, Optional.empty()))
        .or(() -> SyncSteps.decide(s, server))
        .orElseGet(() -> leading(s))
        .and(SyncSteps.look(s))
        .and(Yielding.ask(s));
  }

  /** Nothing to do but to keep the lease. */
  static Decision leading(Situation s) {
    Decision leading =
        Switchover.untilPlanned(s)
            .or(
                () ->
                    Yielding.goesOnDespite(s).map(fault -> Decision.of(new UnhealthyLeader(fault))))
            .orElseGet(() -> Decision.of(new HoldingLease()));
    return leading.and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
  }

  private static Decision stopped(Situation s, Initialized data) {
    if (Switchover.isPending(s)) {
      return Switchover.afterStop(s, data);
    }
    if (data.standbySignal() && s.memory().failures().has(TaskKind.PROMOTE)) {
      return release(s, promotionFailed(s, TaskKind.PROMOTE));
    }
    if (data.standbySignal()) {
      return retry(
          s,
          Decision.of(new StartingPrimary())
              .run(new PostgresTask.StartStandby(Optional.empty(), s.config(), s.startTimeout())));
    }
    boolean crashed = !data.state().isClean();
    boolean crashLoop =
        crashed
            && (s.config().primaryStartTimeout().isZero()
                || CrashLoop.isOne(s.memory().primaryStarts(), s.now()));
    Optional<YieldCause> unhealthy =
        s.memory()
            .health()
            .reasonToYield()
            .<YieldCause>map(YieldCause.Unhealthy::new)
            .or(s.memory().health()::stoppedFor);
    if (unhealthy.isPresent() || crashLoop || s.memory().failures().has(TaskKind.START_PRIMARY)) {
      return yieldOrRestart(s, unhealthy.orElseGet(YieldCause.Crashed::new));
    }
    return retry(s, start(s, crashed ? new RestartingCrashed() : new StartingPrimary()));
  }

  /** Somebody else takes over if somebody can, else the server is started here, sooner or later. */
  private static Decision yieldOrRestart(Situation s, YieldCause why) {
    if (!s.hasAnswersSince(s.now().minus(Yielding.ASK_AGAIN.plus(PeerQuestion.VALID)))) {
      return Decision.of(new LookingForSuccessor(why)).and(PeerQuestion.everybody(s));
    }
    Optional<Decision> handedOver =
        Successor.of(s).map(next -> release(s, new YieldCause.WithSuccessor(why, next.name())));
    if (handedOver.isPresent()) {
      return handedOver.get();
    }
    Optional<Decision> waiting = Yielding.waitAlone(s).or(() -> holdBack(s));
    if (waiting.isPresent()) {
      return waiting.get().and(Yielding.askAgain(s));
    }
    // Nothing is started on an answer that is no longer true.
    return s.hasAnswersSince(s.now().minus(PeerQuestion.VALID))
        ? start(s, new RestartingCrashed())
        : Decision.of(new LookingForSuccessor(why)).and(PeerQuestion.everybody(s));
  }

  private static Decision start(Situation s, Reason why) {
    return SyncSteps.turnOff(s)
        .orElseGet(
            () ->
                Decision.of(why).run(new PostgresTask.StartPrimary(s.config(), s.startTimeout())));
  }

  /** A server that came up by itself, or is about to, gets {@code primary_start_timeout}. */
  private static Decision waitForStart(Situation s, Tick since) {
    Tick limit = since.plus(s.config().primaryStartTimeout());
    Decision waiting = Decision.of(new WaitingForStart());
    if (s.now().isBefore(limit)) {
      return waiting.and(new Action.WakeAt(limit), new Action.WakeAt(WriteDeadline.demoteAt(s)));
    }
    if (!s.hasAnswersSince(s.now().minus(PeerQuestion.VALID))) {
      return waiting.and(PeerQuestion.everybody(s));
    }
    if (Successor.best(s, s.peerAnswers().orElseThrow()).isEmpty()) {
      return waiting.and(
          Waits.atMost(s, s.config().loopWait()), new Action.WakeAt(WriteDeadline.demoteAt(s)));
    }
    return Yielding.stop(
        s,
        new YieldCause.DoesNotComeUp(),
        new PostgresTask.Stop(StopPurpose.UNRESPONSIVE, false, Duration.ZERO));
  }

  private static Decision retry(Situation s, Decision decision) {
    return holdBack(s).orElse(decision);
  }

  /** To wait, where a start failed of late; empty: it may be tried. */
  private static Optional<Decision> holdBack(Situation s) {
    return Waits.backingOff(s, TaskKind.START_PRIMARY, TaskKind.START_STANDBY)
        .map(waiting -> waiting.and(new Action.WakeAt(WriteDeadline.demoteAt(s))));
  }

  /** Gives the lease back; nothing of PostgreSQL takes writes any more when this is decided. */
  static Decision release(Situation s, YieldCause why) {
    return LeaderKey.giveBack(s, new ReleasingLease(why), Optional.empty());
  }
}
