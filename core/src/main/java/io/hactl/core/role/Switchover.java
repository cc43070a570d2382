package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.PeerQuestion;
import io.hactl.core.election.Successor;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.HandingOver.CallingOff;
import io.hactl.core.reason.HandingOver.CheckingCandidates;
import io.hactl.core.reason.HandingOver.ReleasingAfterStop;
import io.hactl.core.reason.HandingOver.SwitchingOver;
import io.hactl.core.reason.Leading.SwitchoverPlanned;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * An operator asked this leader to hand over:
 *
 * <pre>
 *   asked -> candidates' positions -> nobody fit: called off
 *                                  -> stopping -> cleanly: lease released, WAL position noted
 *                                              -> not cleanly: called off, started again
 * </pre>
 */
final class Switchover {

  /** How long a stop for a switchover may take before it is broken off, unless set otherwise. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private Switchover() {}

  /** Whether a request concerns this leader and its time has come. */
  static boolean isPending(Situation s) {
    Failover request = s.cluster().failover().value();
    return request.isRequested()
        && request.leader().map(s.self().name()::equals).orElse(true)
        && !request.candidate().filter(s.self().name()::equals).isPresent()
        && request.scheduledAt().map(at -> isTime(s, at)).orElse(true);
  }

  /** Whether this leader's server is up, or was stopped, to be handed over. */
  static boolean isUnderWay(Situation s) {
    return isPending(s) && ((s.server().isPrimary() && s.connected()) || s.server().isStopped());
  }

  /** Whether a plan's time has come; nothing is carried out by plan while the cluster is paused. */
  private static boolean isTime(Situation s, OffsetDateTime at) {
    return !s.isPaused() && !at.isAfter(s.wallTime());
  }

  /**
   * What a request means for a running primary; empty: there is none, or its time is yet to come.
   */
  static Optional<Decision> decide(Situation s) {
    Failover request = s.cluster().failover().value();
    if (!request.isRequested()) {
      return Optional.empty();
    }
    Optional<CallOffCause> senseless = senseless(s, request);
    if (senseless.isPresent()) {
      return Optional.of(callOff(s, senseless.get()));
    }
    // Without the DCS nobody knows whether it still stands, and the lease could not be given back.
    return isPending(s) && s.connected() ? Optional.of(begin(s, request)) : Optional.empty();
  }

  /** To lead until the time of a plan has come; empty: nothing is planned. */
  static Optional<Decision> untilPlanned(Situation s) {
    Failover request = s.cluster().failover().value();
    return request
        .scheduledAt()
        .filter(at -> request.isRequested())
        .map(
            at -> {
              Decision leading =
                  Decision.of(new SwitchoverPlanned(at))
                      .and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
              Duration left = Duration.between(s.wallTime(), at);
              return left.isPositive() ? leading.and(Waits.atMost(s, left)) : leading;
            });
  }

  private static Optional<CallOffCause> senseless(Situation s, Failover request) {
    if (request.leader().filter(l -> !l.equals(s.self().name())).isPresent()) {
      return Optional.of(new CallOffCause.AnotherLeaderNamed(request.leader().get()));
    }
    if (request.candidate().filter(s.self().name()::equals).isPresent()) {
      return Optional.of(new CallOffCause.CandidateLeads());
    }
    Optional<OffsetDateTime> at = request.scheduledAt();
    if (at.isPresent() && !s.isPaused() && at.get().plus(s.config().ttl()).isBefore(s.wallTime())) {
      return Optional.of(new CallOffCause.TimeMissed(at.get()));
    }
    if (s.isPaused() && request.candidate().isEmpty()) {
      return Optional.of(new CallOffCause.PausedWithoutCandidate());
    }
    return Optional.empty();
  }

  private static Decision begin(Situation s, Failover request) {
    Tick since = s.now().minus(PeerQuestion.VALID);
    if (!s.hasAnswersSince(since)) {
      return Decision.of(new CheckingCandidates()).and(PeerQuestion.everybody(s));
    }
    Successor.Choice choice = Successor.requested(s, request, s.peerAnswers().orElseThrow());
    if (choice.next().isEmpty()) {
      return callOff(s, new CallOffCause.NobodyFit(choice.objections()));
    }
    PeerStatus next = choice.next().get();
    Duration timeout = s.config().primaryStopTimeout();
    return Decision.of(new SwitchingOver(next.name()))
        .run(
            new PostgresTask.Stop(
                StopPurpose.SWITCHOVER, true, timeout.isZero() ? STOP_TIMEOUT : timeout));
  }

  /** PostgreSQL is stopped and the request still stands: hand over, or, after a crash, do not. */
  static Decision afterStop(Situation s, Initialized data) {
    if (data.state() != ControlState.SHUT_DOWN) {
      return callOff(s, new CallOffCause.UncleanStop());
    }
    return LeaderKey.giveBack(s, new ReleasingAfterStop(data.endLsn()), Optional.of(data.endLsn()));
  }

  private static Decision callOff(Situation s, CallOffCause why) {
    Decision decision =
        Decision.of(new CallingOff(why)).and(new Action.WakeAt(WriteDeadline.demoteAt(s)));
    return s.isWriting(Purpose.FAILOVER) ? decision : decision.and(LeaderKey.endFailoverRequest(s));
  }
}
