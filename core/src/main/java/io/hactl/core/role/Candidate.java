package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.PeerQuestion;
import io.hactl.core.election.Race;
import io.hactl.core.election.RunningPrimary;
import io.hactl.core.election.UnhealthyCandidate;
import io.hactl.core.election.Vacancy;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.failsafe.FailsafePromise;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.memory.Failures.Failure;
import io.hactl.core.memory.WalArrival;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.Racing;
import io.hactl.core.reason.Electing.StartingWithoutLeader;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.Electing.TakingLeaseAsCandidate;
import io.hactl.core.reason.Electing.TakingLeaseAsPrimary;
import io.hactl.core.reason.Electing.WalStillArrives;
import io.hactl.core.reason.HandingOver.ReadOnlyWithoutDcs;
import io.hactl.core.reason.Leading.TakingOverOwnKey;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.reason.Waiting.WaitingForSession;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.election.Standing;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/** Nobody leads, and this node has data: it may be the next. */
public final class Candidate {

  /**
   * How long a switchover is one. {@link Vacancy#PATIENCE} after it gave the lease back the former
   * leader starts again, with all it wrote. That leader may have to wait for a start of its agent,
   * and then for what the agent may have promised to a leader before, in failsafe mode; a former
   * leader that does not lead by now will not, and an election finds the best of those that are
   * left.
   */
  private static final Duration HANDOVER =
      Vacancy.PATIENCE.multipliedBy(3).plus(FailsafePromise.LONGEST);

  private static final Duration LAST_WAL = Duration.ofMillis(20);

  private static final Duration RACE_AGAIN = Duration.ofMillis(500);

  private Candidate() {}

  static Decision decide(Situation s, Initialized data) {
    Optional<Leader> leftover = s.cluster().leader();
    if (leftover.isPresent()) {
      return takeOverOwn(s, leftover.get());
    }
    return switch (s.server()) {
      case ServerState.Stopped ignored -> start(s, data);
      case ServerState.Starting ignored -> Decision.of(new WaitingForStart());
      case ServerState.Unresponsive ignored ->
          Decision.of(new NotTaking(new NotTakingCause.ServerSilent()));
      case Running r when r.inRecovery() -> race(s, r);
      case Running ignored -> stayPrimary(s);
    };
  }

  /** The key has this member's name and an older session: the agent was started again. */
  private static Decision takeOverOwn(Situation s, Leader leftover) {
    if (!s.connected()
        && s.server().isStopped()
        && !s.memory().failures().holdBack(s.now(), TaskKind.START_STANDBY)) {
      // Demoted, and nobody to ask who leads: what is readable is served until then.
      return Decision.of(new ReadOnlyWithoutDcs()).run(standby(s));
    }
    Decision decision = Decision.of(new TakingOverOwnKey());
    return s.canWrite(Purpose.LEADER)
        ? decision.and(LeaderKey.takeOverOwn(s, leftover))
        : decision.and(Waits.atMost(s, RACE_AGAIN));
  }

  private static Decision start(Situation s, Initialized data) {
    Optional<Decision> waiting = Waits.backingOff(s, TaskKind.START_STANDBY);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    // A primary that was just shut down for a switchover waits for its successor, to follow it at
    // once; only when nobody comes it starts, and races itself.
    if (isChosenByOperator(s) && data.state().isClean() && !Vacancy.patienceIsOver(s)) {
      return Decision.of(new NotTaking(new NotTakingCause.AnotherChosen()))
          .and(new Action.WakeAt(s.unlockedSince().plus(Vacancy.PATIENCE)));
    }
    return Decision.of(new StartingWithoutLeader()).run(standby(s));
  }

  private static PostgresTask standby(Situation s) {
    return new PostgresTask.StartStandby(Optional.empty(), s.config(), s.startTimeout());
  }

  private static Decision race(Situation s, Running server) {
    if (!s.canWrite(Purpose.LEADER)) {
      return s.isWriting(Purpose.LEADER)
          ? Decision.of(new TakingLease())
          : Decision.of(new WaitingForSession()).and(Waits.atMost(s, RACE_AGAIN));
    }
    Optional<Tick> bound = FailsafeMember.boundUntil(s);
    if (bound.isPresent()) {
      return Decision.of(new NotTaking(new NotTakingCause.Promised()))
          .and(new Action.WakeAt(bound.get()));
    }
    if (!s.fence().ready()) {
      return Waits.forFence(s);
    }
    // What was seen before the leader was gone says nothing about the WAL that came last.
    if (s.view().at().isBefore(s.unlockedSince())) {
      Decision looking = Decision.of(new Racing()).and(new Action.Observe());
      return isAsked(s) ? looking : looking.and(PeerQuestion.everybody(s));
    }
    Optional<Failure> promotion = s.memory().failures().holdingBack(s.now(), TaskKind.PROMOTE);
    if (promotion.isPresent()) {
      return Decision.of(
              new NotTaking(new NotTakingCause.PromotionFailed(promotion.get().message())))
          .and(new Action.WakeAt(promotion.get().notBefore()));
    }
    Standing me = Race.standing(s, server);
    Failover request = presentRequest(s);
    boolean chosen = request.candidate().filter(s.self().name()::equals).isPresent();
    if (chosen && !request.isSwitchover() && (!isOneOfQuorum(s) || Vacancy.patienceIsOver(s))) {
      return asForced(s, me);
    }
    if (chosen && wasHandedOver(s, request) && !Vacancy.patienceIsOver(s)) {
      return asChosen(s, me);
    }
    Optional<Decision> postponed = request.isRequested() ? Optional.empty() : waitForWal(s, server);
    return postponed.orElseGet(() -> amongAll(s, me, request, chosen));
  }

  /** To wait, while the former leader's server still sends WAL; empty: the race may begin. */
  private static Optional<Decision> waitForWal(Situation s, Running server) {
    Tick end = s.unlockedSince().plus(s.config().primaryRaceBackoff());
    Tick looked = s.view().at();
    if (!s.now().isBefore(end) || !s.memory().walArrival().isArriving(server, looked)) {
      return Optional.empty();
    }
    Tick again = Tick.min(end, looked.plus(WalArrival.QUIET));
    return Optional.of(
        Decision.of(new WalStillArrives()).and(new Action.WakeAt(again), new Action.LookBy(again)));
  }

  /** Who leads goes by what all the others say of themselves. */
  private static Decision amongAll(Situation s, Standing me, Failover request, boolean chosen) {
    if (!isAsked(s) || answersAreOld(s)) {
      return Decision.of(new Racing()).and(PeerQuestion.everybody(s));
    }
    PeerAnswers peerAnswers = s.peerAnswers().orElseThrow();
    // What was planned may be due by the clock of the leader that stopped for it, and not by this.
    Failover asked = s.cluster().failover().value();
    Optional<NotTakingCause> objection =
        Optional.of(request)
            .filter(r -> !chosen)
            .flatMap(r -> chosenInstead(s, r, peerAnswers))
            .or(() -> UnhealthyCandidate.objection(s, peerAnswers))
            .or(() -> Race.objection(s, me, peerAnswers))
            .or(() -> Optional.of(lastWalMissing(s, me)).filter(t -> lacksLastWal(s, me, asked)));
    if (objection.isEmpty()) {
      return Decision.of(new TakingLease()).and(LeaderKey.takeToPromote(s, me));
    }
    Decision waiting = Decision.of(new NotTaking(objection.get())).and(Waits.atMost(s, RACE_AGAIN));
    return s.hasAnswersSince(s.now().minus(RACE_AGAIN))
        ? waiting
        : waiting.and(new Action.Observe(), PeerQuestion.everybody(s));
  }

  /** Whether the others were asked since the leader was gone. */
  private static boolean isAsked(Situation s) {
    return s.hasAnswersSince(s.unlockedSince().plus(Duration.ofNanos(1)));
  }

  /** Whether the others are needed to tell if this member has every acknowledged write. */
  private static boolean isOneOfQuorum(Situation s) {
    SyncState sync = s.cluster().sync().value();
    return sync.quorum() > 0 && sync.standbys().contains(s.self().name());
  }

  /**
   * An operator asked for this member whatever it lacks. Only its own tag can forbid that, and a
   * leader that may be going on without the DCS and knows nothing of this member.
   */
  private static Decision asForced(Situation s, Standing me) {
    Optional<NotTakingCause> objection = Race.forced(s, me);
    return objection.isPresent()
        ? Decision.of(new NotTaking(objection.get())).and(Waits.atMost(s, RACE_AGAIN))
        : Decision.of(new TakingLeaseAsCandidate()).and(LeaderKey.takeToPromote(s, me));
  }

  /**
   * The former leader shut down cleanly for this member, and its last position is known: who has
   * all of that WAL needs to ask nobody.
   */
  private static Decision asChosen(Situation s, Standing me) {
    if (lacksLastWal(s, me, presentRequest(s))) {
      return Decision.of(new NotTaking(lastWalMissing(s, me)))
          .and(new Action.Observe(), Waits.atMost(s, LAST_WAL));
    }
    Optional<NotTakingCause> objection =
        Race.ownObjection(s, me).or(() -> Race.timelineEnded(s, me));
    return objection.isPresent()
        ? Decision.of(new NotTaking(objection.get())).and(Waits.atMost(s, RACE_AGAIN))
        : Decision.of(new TakingLeaseAsCandidate()).and(LeaderKey.takeToPromote(s, me));
  }

  /**
   * A switchover loses nothing: who lacks the end of what the former leader wrote does not lead. A
   * former leader that nobody takes over from in time is back by then, and leads again itself.
   */
  private static boolean lacksLastWal(Situation s, Standing me, Failover request) {
    boolean wait =
        request.isSwitchover()
            && isStillThere(s, request)
            && !s.unlockedSince().plus(HANDOVER).isBefore(s.now());
    return wait
        && (!me.position().isAfter(s.cluster().status().value().optime())
            || Race.timelineEnded(s, me).isPresent());
  }

  /** Whether the former leader's agent lives, and its server did not crash. */
  private static boolean isStillThere(Situation s, Failover request) {
    return request
        .leader()
        .flatMap(s.cluster()::member)
        .filter(m -> m.state().filter(state -> state == MemberState.CRASHED).isEmpty())
        .isPresent();
  }

  private static NotTakingCause lastWalMissing(Situation s, Standing me) {
    return Race.timelineEnded(s, me)
        .orElseGet(() -> new NotTakingCause.LastWalMissing(s.cluster().status().value().optime()));
  }

  /**
   * Whether the leader gave the lease back after a clean shutdown, so that the status key has the
   * end of its WAL: it then wrote that and its own key at once, in {@link LeaderKey#release}. Where
   * the lease ran out instead, the position is only where it was some time before.
   */
  private static boolean wasHandedOver(Situation s, Failover request) {
    return request
        .leader()
        .flatMap(s.cluster()::member)
        .filter(m -> m.state().filter(Candidate::isDown).isPresent())
        .filter(m -> m.modRevision() == s.cluster().status().modRevision())
        .isPresent();
  }

  private static boolean isDown(MemberState state) {
    return state == MemberState.STOPPING || state == MemberState.STOPPED;
  }

  /**
   * What an operator asks for now; a plan whose time is yet to come says nothing of an election.
   */
  private static Failover presentRequest(Situation s) {
    Failover request = s.cluster().failover().value();
    return request.scheduledAt().filter(at -> at.isAfter(s.wallTime())).isPresent()
        ? Failover.NONE
        : request;
  }

  /** A running primary takes the lease without being promoted, or has to stop. */
  private static Decision stayPrimary(Situation s) {
    if (!s.canWrite(Purpose.LEADER)) {
      return Decision.of(new WaitingForSession()).and(Waits.atMost(s, RACE_AGAIN));
    }
    Optional<NotTakingCause> objection = RunningPrimary.objection(s);
    return objection.isPresent()
        ? Decision.of(new NotTaking(objection.get()))
        : Decision.of(new TakingLeaseAsPrimary()).and(LeaderKey.takeAsPrimary(s));
  }

  /** Another member that an operator chose goes first, while it can. */
  private static Optional<NotTakingCause> chosenInstead(
      Situation s, Failover request, PeerAnswers peerAnswers) {
    if (!request.isRequested() || Vacancy.patienceIsOver(s)) {
      return Optional.empty();
    }
    if (request.candidate().isPresent()) {
      return request
          .candidate()
          .map(peerAnswers.answers()::get)
          .filter(peer -> Race.isRival(s, peer))
          .map(peer -> new NotTakingCause.MemberChosen(peer.name()));
    }
    boolean othersCanLead =
        peerAnswers.answers().values().stream().anyMatch(p -> Race.isRival(s, p));
    return request
        .leader()
        .filter(leader -> leader.equals(s.self().name()) && othersCanLead)
        .map(leader -> new NotTakingCause.AnotherLeaderWanted());
  }

  private static boolean answersAreOld(Situation s) {
    return !s.hasAnswersSince(s.now().minus(PeerQuestion.VALID));
  }

  private static boolean isChosenByOperator(Situation s) {
    Failover request = presentRequest(s);
    return request.isRequested() && request.candidate().filter(s.self().name()::equals).isEmpty();
  }
}
