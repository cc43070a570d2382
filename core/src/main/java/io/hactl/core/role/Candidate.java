package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.election.Race;
import io.hactl.core.election.Race.Standing;
import io.hactl.core.failsafe.FailsafeMember;
import io.hactl.core.health.IllCandidate;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.memory.WalArrival;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Survey;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Leader;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nobody leads, and this node has data: it may be the next. */
public final class Candidate {

  /** How long a member that an operator chose has to take the lease before the others race. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * How long a switchover is one. {@link #PATIENCE} after it gave the lease back the former leader
   * starts again, with all it wrote. It may have to wait for a start of its agent, and then for
   * what that may have promised to a leader before, in failsafe mode; one that does not lead by now
   * will not, and an election finds the best of those that are left.
   */
  private static final Duration HANDOVER =
      PATIENCE.multipliedBy(3).plus(FailsafeLeader.LONGEST_PROMISE);

  private static final Duration LAST_WAL = Duration.ofMillis(20);

  private static final Duration ASK_BOUND_MAX = Duration.ofMillis(800);
  private static final Duration RACE_AGAIN = Duration.ofMillis(500);

  /**
   * How old answers may be when they are judged. More than twice the longest wait for them, so that
   * one member that never answers cannot make every survey outdated on arrival.
   */
  static final Duration SURVEY_VALID = Duration.ofSeconds(2);

  private Candidate() {}

  static Decision decide(Observation o, Initialized data) {
    Optional<Leader> leftover = o.dcs().leader();
    if (leftover.isPresent()) {
      return takeOverOwn(o, leftover.get());
    }
    return switch (o.server()) {
      case ServerState.Stopped ignored -> start(o, data);
      case ServerState.Starting ignored -> Decision.of(Kind.WAITING_FOR_START);
      case ServerState.Unresponsive ignored ->
          Decision.of(Kind.NOT_TAKING, "PostgreSQL does not answer");
      case Running r when r.inRecovery() -> race(o, r);
      case Running ignored -> stayPrimary(o);
    };
  }

  /** The key has this member's name and an older session: the agent was started again. */
  private static Decision takeOverOwn(Observation o, Leader leftover) {
    if (!o.connected() && o.server().isStopped() && !o.memory().failures().holdBack(o.now())) {
      // Demoted, and nobody to ask who leads: what is readable is served until then.
      return Decision.of(Kind.READ_ONLY_WITHOUT_DCS).run(standby(o));
    }
    Decision decision = Decision.of(Kind.TAKING_OVER_OWN_KEY);
    return canWrite(o)
        ? decision.and(LeaderKey.takeOverOwn(o, leftover))
        : decision.and(o.wakeIn(RACE_AGAIN));
  }

  private static Decision start(Observation o, Initialized data) {
    if (o.memory().failures().holdBack(o.now())) {
      return o.memory().failures().waiting();
    }
    // A primary that was just shut down for a switchover waits for its successor, to follow it at
    // once; only when nobody comes it starts, and races itself.
    if (isChosenByOperator(o) && data.state().isClean() && !patienceIsOver(o)) {
      return Decision.of(Kind.NOT_TAKING, "an operator chose another member")
          .and(new Action.WakeAt(unlockedSince(o).plus(PATIENCE)));
    }
    return Decision.of(Kind.STARTING_WITHOUT_LEADER).run(standby(o));
  }

  private static PostgresTask standby(Observation o) {
    return new PostgresTask.StartStandby(Optional.empty(), o.config(), Replica.startTimeout(o));
  }

  private static Decision race(Observation o, Running server) {
    if (!canWrite(o)) {
      return o.isWriting(Purpose.LEADER)
          ? Decision.of(Kind.TAKING_LEASE)
          : Decision.of(Kind.WAITING_FOR_SESSION).and(o.wakeIn(RACE_AGAIN));
    }
    Optional<Tick> bound = FailsafeMember.boundUntil(o);
    if (bound.isPresent()) {
      return Decision.of(Kind.NOT_TAKING, "promised, or may have promised, to let a leader go on")
          .and(new Action.WakeAt(bound.get()));
    }
    if (!o.fence().ready()) {
      return o.waitForFence();
    }
    // What was seen before the leader was gone says nothing about the WAL that came last.
    if (o.postgres().orElseThrow().at().isBefore(unlockedSince(o))) {
      Decision looking = Decision.of(Kind.RACING).and(new Action.Observe());
      return isAsked(o) ? looking : looking.and(askEverybody(o));
    }
    if (o.memory().failures().holdBack(PostgresTask.Promote.class, o.now())) {
      return Decision.of(Kind.NOT_TAKING, "promoting failed: " + o.memory().failures().message())
          .and(new Action.WakeAt(o.memory().failures().notBefore().orElseThrow()));
    }
    Standing me = standing(o, server);
    Failover request = presentRequest(o);
    boolean chosen = request.candidate().filter(o.self().name()::equals).isPresent();
    if (chosen && !request.isSwitchover() && (!isOneOfQuorum(o) || patienceIsOver(o))) {
      return asForced(o, me);
    }
    if (chosen && wasHandedOver(o, request) && !patienceIsOver(o)) {
      return asChosen(o, me);
    }
    Optional<Decision> postponed =
        request.isRequested() ? Optional.empty() : WalArrival.postpone(o, server, unlockedSince(o));
    return postponed.orElseGet(() -> amongAll(o, me, request, chosen));
  }

  /** Who leads goes by what all the others say of themselves. */
  private static Decision amongAll(Observation o, Standing me, Failover request, boolean chosen) {
    if (!isAsked(o) || surveyIsOld(o)) {
      return Decision.of(Kind.RACING).and(askEverybody(o));
    }
    Survey survey = o.survey().orElseThrow();
    // What was planned may be due by the clock of the leader that stopped for it, and not by this.
    Failover asked = o.dcs().failover().value();
    Optional<String> objection =
        Optional.of(request)
            .filter(r -> !chosen)
            .flatMap(r -> chosenInstead(o, r, survey))
            .or(() -> IllCandidate.objection(o, survey))
            .or(() -> Race.objection(o, me, survey))
            .or(() -> Optional.of(lastWalMissing(o, me)).filter(t -> lacksLastWal(o, me, asked)));
    if (objection.isEmpty()) {
      return Decision.of(Kind.TAKING_LEASE).and(LeaderKey.takeToPromote(o, me));
    }
    Decision waiting = Decision.of(Kind.NOT_TAKING, objection.get()).and(o.wakeIn(RACE_AGAIN));
    return o.hasSurveySince(o.now().minus(RACE_AGAIN))
        ? waiting
        : waiting.and(new Action.Observe(), askEverybody(o));
  }

  /** Whether the others were asked since the leader was gone. */
  private static boolean isAsked(Observation o) {
    return o.hasSurveySince(unlockedSince(o).plus(Duration.ofNanos(1)));
  }

  /** Whether the others are needed to tell if this member has every acknowledged write. */
  private static boolean isOneOfQuorum(Observation o) {
    SyncState sync = o.dcs().sync().value();
    return sync.quorum() > 0 && sync.standbys().contains(o.self().name());
  }

  /**
   * An operator asked for this member whatever it lacks. Only its own tag can forbid that, and a
   * leader that may be going on without the DCS and knows nothing of this member.
   */
  private static Decision asForced(Observation o, Standing me) {
    Optional<String> objection =
        Optional.of("this member is tagged nofailover")
            .filter(text -> o.self().tags().nofailover())
            .or(() -> FailsafeMember.outsider(o));
    return objection.isPresent()
        ? Decision.of(Kind.NOT_TAKING, objection.get()).and(o.wakeIn(RACE_AGAIN))
        : Decision.of(Kind.TAKING_LEASE_AS_CANDIDATE).and(LeaderKey.takeToPromote(o, me));
  }

  /**
   * The former leader shut down in order for this member, and its last position is known: who has
   * all of that WAL needs to ask nobody.
   */
  private static Decision asChosen(Observation o, Standing me) {
    if (lacksLastWal(o, me, presentRequest(o))) {
      return Decision.of(Kind.NOT_TAKING, lastWalMissing(o, me))
          .and(new Action.Observe(), o.wakeIn(LAST_WAL));
    }
    Optional<String> objection = Race.ownObjection(o, me).or(() -> Race.timelineEnded(o, me));
    return objection.isPresent()
        ? Decision.of(Kind.NOT_TAKING, objection.get()).and(o.wakeIn(RACE_AGAIN))
        : Decision.of(Kind.TAKING_LEASE_AS_CANDIDATE).and(LeaderKey.takeToPromote(o, me));
  }

  /**
   * A switchover loses nothing: who lacks the end of what the former leader wrote does not lead.
   * One that nobody can take over from in time is back by then, and leads again itself.
   */
  private static boolean lacksLastWal(Observation o, Standing me, Failover request) {
    boolean wait =
        request.isSwitchover()
            && isStillThere(o, request)
            && !unlockedSince(o).plus(HANDOVER).isBefore(o.now());
    return wait
        && (!me.position().isAfter(o.dcs().status().value().optime())
            || Race.timelineEnded(o, me).isPresent());
  }

  /** Whether the former leader's agent lives, and its server did not crash. */
  private static boolean isStillThere(Observation o, Failover request) {
    return request
        .leader()
        .flatMap(o.dcs()::member)
        .filter(m -> m.state().filter(s -> s == MemberState.CRASHED).isEmpty())
        .isPresent();
  }

  private static String lastWalMissing(Observation o, Standing me) {
    return Race.timelineEnded(o, me)
        .orElseGet(
            () ->
                "a switchover, the last WAL (up to "
                    + o.dcs().status().value().optime()
                    + ") is not here yet");
  }

  /**
   * Whether the leader gave the lease back after a stop in order, so that the status key has the
   * end of its WAL: it then wrote that and its own key at once, in {@link LeaderKey#release}. Where
   * the lease ran out instead, the position is only where it was some time before.
   */
  private static boolean wasHandedOver(Observation o, Failover request) {
    return request
        .leader()
        .flatMap(o.dcs()::member)
        .filter(m -> m.state().filter(Candidate::isDown).isPresent())
        .filter(m -> m.modRevision() == o.dcs().status().modRevision())
        .isPresent();
  }

  private static boolean isDown(MemberState state) {
    return state == MemberState.STOPPING || state == MemberState.STOPPED;
  }

  /**
   * What an operator asks for now; a plan whose time is yet to come says nothing of an election.
   */
  private static Failover presentRequest(Observation o) {
    Failover request = o.dcs().failover().value();
    return request.scheduledAt().filter(at -> at.isAfter(o.wallTime())).isPresent()
        ? Failover.NONE
        : request;
  }

  /** A running primary takes the lease without being promoted, or has to stop. */
  private static Decision stayPrimary(Observation o) {
    if (!canWrite(o)) {
      return Decision.of(Kind.WAITING_FOR_SESSION).and(o.wakeIn(RACE_AGAIN));
    }
    Optional<String> objection = primaryObjection(o);
    return objection.isPresent()
        ? Decision.of(Kind.NOT_TAKING, objection.get())
        : Decision.of(Kind.TAKING_LEASE_AS_PRIMARY).and(LeaderKey.takeAsPrimary(o));
  }

  /** Why a running primary must not take the free lease; empty: it may. */
  static Optional<String> primaryObjection(Observation o) {
    Optional<Running> server = o.server().running();
    if (server.isEmpty()) {
      return Optional.of("PostgreSQL does not answer");
    }
    if (!o.fence().ready()) {
      return Optional.of(o.fence().problem());
    }
    Cluster cluster = o.dcs();
    int timeline = server.get().timeline();
    if (timeline < cluster.history().value().newestTimeline()) {
      return Optional.of(
          "this server is on timeline " + timeline + ", the cluster knows a newer one");
    }
    return memberAhead(o, timeline).or(() -> Race.outOfSync(o));
  }

  /** Another member that says it is a primary, or on a newer timeline than {@code timeline}. */
  static Optional<String> memberAhead(Observation o, int timeline) {
    return o.dcs().members().values().stream()
        .filter(m -> !m.name().equals(o.self().name()))
        .filter(m -> m.timeline().orElse(0) > timeline || isRunningPrimary(m))
        .findFirst()
        .map(m -> m.name() + " is a primary, or on a newer timeline");
  }

  private static boolean isRunningPrimary(Member m) {
    return m.isRunning() && m.role().filter(r -> r == MemberRole.PRIMARY).isPresent();
  }

  /** Another member that an operator chose goes first, while it can. */
  private static Optional<String> chosenInstead(Observation o, Failover request, Survey survey) {
    if (!request.isRequested() || patienceIsOver(o)) {
      return Optional.empty();
    }
    if (request.candidate().isPresent()) {
      return request
          .candidate()
          .map(survey.answers()::get)
          .filter(peer -> Race.isEligibleOnceAdmitted(o.dcs(), peer))
          .map(peer -> "an operator chose " + peer.name());
    }
    boolean othersCanLead =
        survey.answers().values().stream().anyMatch(p -> Race.isEligibleOnceAdmitted(o.dcs(), p));
    return request
        .leader()
        .filter(leader -> leader.equals(o.self().name()) && othersCanLead)
        .map(leader -> "an operator asked for another leader");
  }

  static Standing standing(Observation o, Running server) {
    return new Standing(server.timeline(), server.position(), o.self().tags().failoverPriority());
  }

  /**
   * Asks all other members that have an address, and who led last: it may still do so without a
   * key. A dead one does not stretch the bound, and one that says itself that it stops is not
   * waited for.
   */
  static Action askEverybody(Observation o) {
    Map<String, String> urls = new TreeMap<>();
    o.memory()
        .lastLeader()
        .filter(last -> o.dcs().member(last.name()).isEmpty())
        .filter(last -> !last.name().equals(o.self().name()))
        .ifPresent(last -> urls.put(last.name(), last.apiUrl()));
    for (Member member : o.dcs().members().values()) {
      if (!member.name().equals(o.self().name()) && !stops(member)) {
        member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
      }
    }
    Duration bound = o.config().retryTimeout().dividedBy(4);
    return new Action.AskPeers(urls, bound.compareTo(ASK_BOUND_MAX) < 0 ? bound : ASK_BOUND_MAX);
  }

  private static boolean stops(Member member) {
    return member
        .state()
        .filter(s -> s == MemberState.STOPPING || s == MemberState.STOPPED)
        .isPresent();
  }

  private static boolean surveyIsOld(Observation o) {
    return !o.hasSurveySince(o.now().minus(SURVEY_VALID));
  }

  private static boolean canWrite(Observation o) {
    return o.lease().isAlive(o.now()) && o.connected() && !o.isWriting(Purpose.LEADER);
  }

  private static boolean isChosenByOperator(Observation o) {
    Failover request = presentRequest(o);
    return request.isRequested() && request.candidate().filter(o.self().name()::equals).isEmpty();
  }

  public static boolean patienceIsOver(Observation o) {
    return unlockedSince(o).plus(PATIENCE).isBefore(o.now());
  }

  public static Tick unlockedSince(Observation o) {
    return o.memory().unlockedSince().orElse(o.startedAt());
  }

  /** For whoever needs to know whether anybody could take over from this node. */
  static Optional<PeerStatus> bestSuccessor(Observation o, Survey survey) {
    return survey.answers().values().stream()
        .filter(p -> Race.isEligible(o.dcs(), p))
        .filter(
            p ->
                o.dcs().status().value().optime().minus(p.position())
                    <= o.config().maximumLagOnFailover())
        .max(Comparator.comparing(Standing::of, Standing.ORDER));
  }
}
