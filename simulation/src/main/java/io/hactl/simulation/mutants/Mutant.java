package io.hactl.simulation.mutants;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Role;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.core.role.Decider;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.runner.event.Event;
import io.hactl.simulation.nature.NodeClock;
import io.hactl.simulation.setting.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts a planted bug between one agent's parts: into what it sees, decides or sends. */
public final class Mutant {

  private final Mutation mutation;
  private final NodeClock clock;
  private final MutantFailsafe failsafe;
  private final MutantPlans plans;
  private boolean believesInLease;

  public Mutant(Mutation mutation, NodeClock clock, int members) {
    this.mutation = mutation;
    this.clock = clock;
    this.failsafe = new MutantFailsafe(mutation, members);
    this.plans = new MutantPlans(mutation);
  }

  /** What the loop is told. */
  public Event event(Event event) {
    if (mutation == Mutation.RENEWAL_FROM_REPLY && event instanceof Event.SessionAlive alive) {
      return new Event.SessionAlive(alive.session(), clock.now());
    }
    if (mutation == Mutation.LOST_SESSION_KEPT && event instanceof Event.SessionAlive alive) {
      return new Event.SessionAlive(alive.session(), alive.sentAt().plus(HOUR));
    }
    if (mutation == Mutation.LOST_SESSION_KEPT && event instanceof Event.SessionLost) {
      return new Event.Woken();
    }
    if (mutation == Mutation.DIVERGENCE_OVERLOOKED
        && event instanceof Event.TaskEnded ended
        && ended.result() instanceof TaskResult.Compared c) {
      return new Event.TaskEnded(
          ended.task(),
          new TaskResult.Compared(c.leaderTimeline(), Optional.empty(), c.localEnd()));
    }
    if (mutation == Mutation.UNKNOWN_OUTCOME_IS_SUCCESS
        && event instanceof Event.CommitFailed failed
        && failed.purpose() == Purpose.LEADER) {
      believesInLease = failed.failure() instanceof DcsFailure.Retryable;
    }
    if (mutation == Mutation.PLANNED_RESTART_CANCELLED_IN_VAIN
        && event instanceof Event.RestartCancelled cancelled) {
      cancelled.answer().complete(new OperationResult(200, "scheduled restart deleted"));
      return new Event.Woken();
    }
    if (event instanceof Event.FailsafeAnswered answered) {
      return failsafe.answered(answered, clock.now());
    }
    return event;
  }

  /** What the decision is made from. */
  public Observation seen(Observation o) {
    return switch (mutation) {
      case UNKNOWN_OUTCOME_IS_SUCCESS -> believing(o);
      case LATE_RELEASE_FORGOTTEN -> MutantView.withoutRelease(o);
      case RACE_WITHOUT_ASKING -> MutantView.withoutAnswers(o);
      case RACE_WITHOUT_POSITIONS -> MutantView.withoutPositions(o);
      case RACE_DESPITE_PRIMARY -> MutantView.withoutPrimaries(o);
      case UNHEALTHY_LEADER_STAYS -> o.holdsLease() ? MutantView.feelingHealthy(o) : o;
      case UNHEALTHY_STANDBY_RACES -> o.holdsLease() ? o : MutantView.feelingHealthy(o);
      case NOFAILOVER_IGNORED -> MutantView.withoutTags(o);
      default -> SyncMutant.seen(mutation, failsafe.seen(plans.seen(o)));
    };
  }

  private static final Duration HOUR = Duration.ofHours(1);

  private Observation believing(Observation o) {
    Optional<Cluster> cluster = o.seenCluster().filter(c -> c.leader().isEmpty());
    if (!believesInLease || cluster.isEmpty()) {
      believesInLease = false;
      return o;
    }
    Leader self = new Leader(o.self().name(), o.lease().sessionId(), cluster.get().revision());
    return MutantView.withLeader(o, self);
  }

  public Decision decide(Observation o) {
    Decision decided = Decider.decide(o);
    boolean hidden =
        mutation == Mutation.RACE_AS_REPLICA
            && decided.role().filter(Role.CANDIDATE::equals).isPresent();
    Decision decision = hidden ? decided.in(Role.REPLICA) : decided;
    List<Action> actions = new ArrayList<>();
    decision.actions().forEach(action -> actions.addAll(changed(o, decision, action)));
    return decision.with(SyncMutant.changed(mutation, o, actions));
  }

  // Long: one case for each bug, which is all that there is to see.
  private List<Action> changed(Observation o, Decision decision, Action action) {
    return switch (action) {
      case Action.AskPeers ignored
          when mutation == Mutation.UNHEALTHY_LEADER_YIELDS_TO_NOBODY
              && decision.reason() instanceof UnhealthyLeader ->
          List.of(
              action,
              new Action.Run(new PostgresTask.Stop(StopPurpose.YIELD, false, Duration.ZERO)));
      case Action.AskPeers ask when mutation == Mutation.LAST_LEADER_NOT_ASKED ->
          List.of(askingWhoHasAKey(o, ask));
      case Action.Run(PostgresTask.Promote p) when mutation == Mutation.TIMELINE_NOT_RESERVED ->
          List.of(new Action.Run(new PostgresTask.Promote(0, p.timeout())));
      case Action.Run(PostgresTask.SetAside ignored)
          when mutation == Mutation.DIVERGED_DATA_REMOVED ->
          List.of(new Action.Run(new PostgresTask.Discard(Optional.empty())));
      case Action.Run(PostgresTask.StartStandby s)
          when mutation == Mutation.PRIMARY_WITHOUT_LEASE && s.upstream().isEmpty() ->
          List.of(new Action.Run(new PostgresTask.StartPrimary(s.config(), s.timeout())));
      case Action.Run(PostgresTask.Stop stop)
          when mutation == Mutation.RELEASE_BEFORE_STOP
              && stop.purpose() != StopPurpose.REJOIN
              && o.holdsLease() ->
          List.of(release(o), action);
      case Action.Run(PostgresTask.Stop ignored)
          when mutation == Mutation.PRE_PROMOTE_TRIED_FOR_EVER
              && decision.reason() instanceof ReleasingLease
              && o.memory().failures().has(TaskKind.PROMOTE) ->
          List.of(
              new Action.Run(
                  new PostgresTask.Promote(
                      o.seenCluster().orElseThrow().history().value().newestTimeline(),
                      Duration.ofSeconds(60))));
      case Action.Commit commit
          when mutation == Mutation.PROMOTE_BEFORE_LEASE
              && decision.reason() instanceof TakingLease
              && commit.purpose() == Purpose.LEADER ->
          List.of(new Action.Run(new PostgresTask.Promote(0, Duration.ofSeconds(60))), action);
      case Action.Commit commit
          when mutation == Mutation.LEASE_WITHOUT_COMPARISON
              && commit.purpose() == Purpose.LEADER ->
          List.of(
              new Action.Commit(
                  commit.purpose(), new Transaction(List.of(), commit.transaction().changes())));
      default -> MutantSlots.changed(mutation, o, action);
    };
  }

  private static Action askingWhoHasAKey(Observation o, Action.AskPeers ask) {
    Map<String, String> urls = new TreeMap<>(ask.apiUrls());
    o.seenCluster().ifPresent(c -> urls.keySet().retainAll(c.members().keySet()));
    return new Action.AskPeers(urls, ask.bound());
  }

  private static Action release(Observation o) {
    Leader own = o.seenCluster().flatMap(Cluster::leader).orElseThrow();
    return new Action.Commit(
        Purpose.LEADER,
        Transaction.builder().ifAt(Keys.LEADER, own.modRevision()).delete(Keys.LEADER).build());
  }
}
