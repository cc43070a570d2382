package io.hactl.agent.core;

import io.hactl.agent.core.DataDirectory.Initialized;
import io.hactl.agent.core.Race.Standing;
import io.hactl.agent.core.Reason.Kind;
import io.hactl.agent.core.ServerState.Running;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Failover;
import io.hactl.dcs.Leader;
import io.hactl.dcs.Member;
import io.hactl.dcs.MemberRole;
import io.hactl.rest.PeerStatus;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nobody leads, and this node has data: it may be the next. */
final class Candidate {

  /** How long a member that an operator chose has to take the lease before the others race. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration ASK_BOUND_MAX = Duration.ofMillis(800);
  private static final Duration RACE_AGAIN = Duration.ofMillis(500);

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
    Decision decision = Decision.of(Kind.TAKING_OVER_OWN_KEY);
    return canWrite(o)
        ? decision.and(LeaderKey.takeOverOwn(o, leftover))
        : decision.and(o.wakeIn(RACE_AGAIN));
  }

  private static Decision start(Observation o, Initialized data) {
    if (o.memory().isBackingOff(o.now())) {
      return Decision.of(Kind.BACKING_OFF, o.memory().lastFailure())
          .and(new Action.WakeAt(o.memory().notBefore().orElseThrow()));
    }
    // A primary that was just shut down for a switchover waits for its successor, to follow it at
    // once; only when nobody comes it starts, and races itself.
    if (isChosenByOperator(o) && data.state().isClean() && !patienceIsOver(o)) {
      return Decision.of(Kind.NOT_TAKING, "an operator chose another member")
          .and(new Action.WakeAt(unlockedSince(o).plus(PATIENCE)));
    }
    return Decision.of(Kind.STARTING_WITHOUT_LEADER)
        .run(new PostgresTask.StartStandby(Optional.empty(), o.config(), startTimeout(o)));
  }

  private static Decision race(Observation o, Running server) {
    if (!canWrite(o)) {
      return o.isWriting(Purpose.LEADER)
          ? Decision.of(Kind.TAKING_LEASE)
          : Decision.of(Kind.WAITING_FOR_SESSION).and(o.wakeIn(RACE_AGAIN));
    }
    if (!o.fence().ready()) {
      return o.waitForFence();
    }
    // What was seen before the leader was gone says nothing about the WAL that came last.
    if (o.postgres().orElseThrow().at().isBefore(unlockedSince(o))) {
      return Decision.of(Kind.RACING).and(new Action.Observe(), askEverybody(o));
    }
    if (o.memory().isBackingOffAfter(PostgresTask.Promote.class, o.now())) {
      return Decision.of(Kind.NOT_TAKING, "promoting failed: " + o.memory().lastFailure())
          .and(new Action.WakeAt(o.memory().notBefore().orElseThrow()));
    }
    Standing me = standing(o, server);
    Failover request = o.dcs().failover().value();
    if (request.candidate().filter(o.self().name()::equals).isPresent()) {
      return asChosen(o, me, request);
    }
    if (!o.hasSurveySince(unlockedSince(o).plus(Duration.ofNanos(1))) || surveyIsOld(o)) {
      return Decision.of(Kind.RACING).and(askEverybody(o));
    }
    Survey survey = o.survey().orElseThrow();
    Optional<String> objection =
        chosenInstead(o, request, survey).or(() -> Race.objection(o, me, survey));
    if (objection.isPresent()) {
      return Decision.of(Kind.NOT_TAKING, objection.get()).and(o.wakeIn(RACE_AGAIN));
    }
    return Decision.of(Kind.TAKING_LEASE).and(LeaderKey.takeToPromote(o, me));
  }

  /** An operator chose this member: nobody needs to be asked, but its WAL has to be there. */
  private static Decision asChosen(Observation o, Standing me, Failover request) {
    boolean allWalIsHere = me.position().isAfter(o.dcs().status().value().optime());
    if (request.isSwitchover() && !allWalIsHere && !patienceIsOver(o)) {
      return Decision.of(
              Kind.NOT_TAKING,
              "chosen for a switchover, the last WAL (up to "
                  + o.dcs().status().value().optime()
                  + ") is not here yet")
          .and(new Action.Observe(), o.wakeIn(Duration.ofMillis(20)));
    }
    Optional<String> objection =
        request.isSwitchover()
            ? Race.ownObjection(o, me)
            : Optional.<String>empty().filter(x -> o.self().tags().nofailover());
    if (objection.isPresent()) {
      return Decision.of(Kind.NOT_TAKING, objection.get()).and(o.wakeIn(RACE_AGAIN));
    }
    return Decision.of(Kind.TAKING_LEASE_AS_CANDIDATE).and(LeaderKey.takeToPromote(o, me));
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
    return cluster.members().values().stream()
        .filter(m -> !m.name().equals(o.self().name()))
        .filter(m -> m.timeline().orElse(0) > timeline || isRunningPrimary(m))
        .findFirst()
        .map(m -> m.name() + " is a primary, or on a newer timeline")
        .or(
            () ->
                Optional.of(cluster.sync().value())
                    .filter(s -> s.isActive() && !s.contains(o.self().name()))
                    .map(s -> "synchronous mode, and this member is not in the sync key"));
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
          .filter(peer -> Race.isEligible(o.dcs(), peer))
          .map(peer -> "an operator chose " + peer.name());
    }
    boolean othersCanLead =
        survey.answers().values().stream().anyMatch(p -> Race.isEligible(o.dcs(), p));
    return request
        .leader()
        .filter(leader -> leader.equals(o.self().name()) && othersCanLead)
        .map(leader -> "an operator asked for another leader");
  }

  static Standing standing(Observation o, Running server) {
    return new Standing(server.timeline(), server.position(), o.self().tags().failoverPriority());
  }

  /** Asks all other members that have an address; a dead one does not stretch the bound. */
  static Action askEverybody(Observation o) {
    Map<String, String> urls = new TreeMap<>();
    for (Member member : o.dcs().members().values()) {
      if (!member.name().equals(o.self().name())) {
        member.apiUrl().ifPresent(url -> urls.put(member.name(), url));
      }
    }
    Duration bound = o.config().retryTimeout().dividedBy(4);
    return new Action.AskPeers(urls, bound.compareTo(ASK_BOUND_MAX) < 0 ? bound : ASK_BOUND_MAX);
  }

  private static boolean surveyIsOld(Observation o) {
    return o.survey().orElseThrow().askedAt().plus(RACE_AGAIN).isBefore(o.now());
  }

  private static boolean canWrite(Observation o) {
    return o.lease().isAlive(o.now()) && o.connected() && !o.isWriting(Purpose.LEADER);
  }

  private static boolean isChosenByOperator(Observation o) {
    return o.dcs().failover().value().isRequested();
  }

  private static boolean patienceIsOver(Observation o) {
    return unlockedSince(o).plus(PATIENCE).isBefore(o.now());
  }

  private static Tick unlockedSince(Observation o) {
    return o.memory().unlockedSince().orElse(o.startedAt());
  }

  private static Duration startTimeout(Observation o) {
    return Replica.startTimeout(o);
  }

  /** For whoever needs to know whether anybody could take over from this node. */
  static Optional<PeerStatus> bestSuccessor(Observation o, Survey survey) {
    return survey.answers().values().stream()
        .filter(p -> Race.isEligible(o.dcs(), p))
        .filter(
            p ->
                o.dcs().status().value().optime().minus(p.position())
                    <= o.config().maximumLagOnFailover())
        .max(java.util.Comparator.comparing(Standing::of, Standing.ORDER));
  }
}
