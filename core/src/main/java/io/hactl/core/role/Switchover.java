package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.election.Race;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Survey;
import io.hactl.core.situation.Observation;
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
 *                                  -> stopping -> in order: lease released, WAL position noted
 *                                              -> not in order: called off, started again
 * </pre>
 */
final class Switchover {

  /** How long a stop for a switchover may take before it is broken off, unless set otherwise. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private Switchover() {}

  /** Whether a request concerns this leader and its time has come. */
  static boolean isPending(Observation o) {
    Failover request = o.dcs().failover().value();
    return request.isRequested()
        && request.leader().map(o.self().name()::equals).orElse(true)
        && !request.candidate().filter(o.self().name()::equals).isPresent()
        && request.scheduledAt().map(at -> isTime(o, at)).orElse(true);
  }

  /** Whether a plan's time has come; nothing is carried out by plan while the cluster is paused. */
  private static boolean isTime(Observation o, OffsetDateTime at) {
    return !o.isPaused() && !at.isAfter(o.wallTime());
  }

  /**
   * What a request means for a running primary; empty: there is none, or its time is yet to come.
   */
  static Optional<Decision> decide(Observation o) {
    Failover request = o.dcs().failover().value();
    if (!request.isRequested()) {
      return Optional.empty();
    }
    Optional<String> senseless = senseless(o, request);
    if (senseless.isPresent()) {
      return Optional.of(callOff(o, senseless.get()));
    }
    return isPending(o) ? Optional.of(begin(o, request)) : Optional.empty();
  }

  /** To lead until the time of a plan has come; empty: nothing is planned. */
  static Optional<Decision> untilPlanned(Observation o) {
    Failover request = o.dcs().failover().value();
    return request
        .scheduledAt()
        .filter(at -> request.isRequested())
        .map(
            at -> {
              Decision leading =
                  Decision.of(Kind.SWITCHOVER_PLANNED, at).and(new Action.WakeAt(o.demoteAt()));
              Duration left = Duration.between(o.wallTime(), at);
              return left.isPositive() ? leading.and(o.wakeIn(left)) : leading;
            });
  }

  private static Optional<String> senseless(Observation o, Failover request) {
    if (request.leader().filter(l -> !l.equals(o.self().name())).isPresent()) {
      return Optional.of("it names " + request.leader().get() + " as the leader");
    }
    if (request.candidate().filter(o.self().name()::equals).isPresent()) {
      return Optional.of("the candidate leads already");
    }
    Optional<OffsetDateTime> at = request.scheduledAt();
    if (at.isPresent() && !o.isPaused() && at.get().plus(o.config().ttl()).isBefore(o.wallTime())) {
      return Optional.of("its time, " + at.get() + ", was missed");
    }
    if (o.isPaused() && request.candidate().isEmpty()) {
      return Optional.of("the cluster is paused, and no candidate is named");
    }
    return Optional.empty();
  }

  private static Decision begin(Observation o, Failover request) {
    Tick since = o.now().minus(Candidate.SURVEY_VALID);
    if (!o.hasSurveySince(since)) {
      return Decision.of(Kind.CHECKING_CANDIDATES).and(Candidate.askEverybody(o));
    }
    Survey survey = o.survey().orElseThrow();
    Optional<PeerStatus> successor =
        request.candidate().isPresent()
            ? request
                .candidate()
                .map(survey.answers()::get)
                .filter(p -> Race.isEligible(o.dcs(), p) || isForced(request, p))
            : Candidate.bestSuccessor(o, survey);
    if (successor.isEmpty()) {
      return callOff(
          o,
          request
              .candidate()
              .map(c -> c + " does not answer, or cannot lead")
              .orElse("no member answers that could lead"));
    }
    PeerStatus next = successor.get();
    int timeline = o.server().running().map(Running::timeline).orElse(0);
    if (next.timeline() != 0 && next.timeline() != timeline) {
      return callOff(
          o, next.name() + " is on timeline " + next.timeline() + ", the leader on " + timeline);
    }
    long lag = o.server().running().map(r -> r.writeLsn().minus(next.position())).orElse(0L);
    if (request.isSwitchover() && lag > o.config().maximumLagOnFailover()) {
      return callOff(o, next.name() + " lags " + lag + " bytes, more than maximum_lag_on_failover");
    }
    Duration timeout = o.config().primaryStopTimeout();
    return Decision.of(Kind.SWITCHING_OVER, next.name())
        .run(
            new PostgresTask.Stop(
                StopPurpose.SWITCHOVER, true, timeout.isZero() ? STOP_TIMEOUT : timeout));
  }

  /** A failover to a named member overrides what the sync key says. */
  private static boolean isForced(Failover request, PeerStatus peer) {
    return !request.isSwitchover()
        && peer.running()
        && peer.inRecovery()
        && !peer.tags().nofailover();
  }

  /** PostgreSQL is stopped and the request still stands: hand over, or, after a crash, do not. */
  static Decision afterStop(Observation o, Initialized data) {
    if (data.state() != ControlState.SHUT_DOWN) {
      return callOff(o, "PostgreSQL was not shut down in order");
    }
    Decision decision = Decision.of(Kind.RELEASING_AFTER_STOP, data.endLsn());
    return o.isWriting(Purpose.LEADER)
        ? decision
        : decision.and(
            LeaderKey.release(o, o.ownLeaderKey().orElseThrow(), Optional.of(data.endLsn())));
  }

  private static Decision callOff(Observation o, String why) {
    Decision decision = Decision.of(Kind.CALLING_OFF, why).and(new Action.WakeAt(o.demoteAt()));
    return o.isWriting(Purpose.FAILOVER) ? decision : decision.and(LeaderKey.endFailoverRequest(o));
  }
}
