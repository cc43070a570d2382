package io.hactl.runner;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.lease.FenceRule;
import io.hactl.core.model.Fault;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.core.reason.Waiting.WaitingForView;
import io.hactl.core.situation.Observation;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.cluster.Leader;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.runner.event.Event;
import io.hactl.runner.session.LeaseControl;
import io.hactl.runner.transition.CurrentRole;
import io.hactl.runner.transition.UnlistedTransition;
import io.hactl.time.Tick;
import io.hactl.time.Timers.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop: takes an event, adds it to what is known, decides, and carries the decision out.
 * Has no thread of its own: whoever calls {@link #handle} is the owner, one call at a time, and
 * none of the calls blocks.
 */
public final class AgentLoop {

  private static final Logger log = LoggerFactory.getLogger(AgentLoop.class);

  /** How often a server that is neither stopped nor running steadily is looked at. */
  private static final Duration LOOK_WHILE_UNSTEADY = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final String scope;
  private final AgentState state;
  private final Function<Observation, Decision> decider;
  private final CurrentRole role;
  private final EventHandler events;
  private final ActionRunner actions;
  private final Observer observer;
  private final Consumer<Event> post;
  private final Consumer<NodeSnapshot> publisher;
  private Optional<Timer> wake = Optional.empty();
  private Reason reason = new WaitingForView();
  private String lastSaid = "";
  private Optional<Leader> lastLeader = Optional.empty();

  /** Who led last, whoever has been away for a moment since. */
  private String lastName = "";

  private Optional<Tick> lookBy = Optional.empty();
  private boolean ended;
  private boolean published;

  /**
   * @param decider what is decided from an observation
   * @param unlisted is told of a change of role that should not be
   * @param post puts an event into the queue that {@link #handle} is fed from
   * @param publisher takes each snapshot
   * @param exit ends the agent with this status, once everything that had to be done is done
   */
  AgentLoop(
      Surroundings surroundings,
      String scope,
      AgentState state,
      LeaseControl lease,
      Function<Observation, Decision> decider,
      UnlistedTransition unlisted,
      Consumer<Event> post,
      Consumer<NodeSnapshot> publisher,
      Consumer<Integer> exit) {
    this.surroundings = surroundings;
    this.scope = scope;
    this.state = state;
    this.decider = decider;
    this.role = new CurrentRole(unlisted);
    this.publisher = publisher;
    this.observer = new Observer(surroundings, state, post);
    this.events = new EventHandler(surroundings, state, lease, observer);
    this.actions = new ActionRunner(surroundings, state, lease, observer, post, exit);
    this.post = post;
  }

  /** Takes in one event and acts on it. */
  void handle(Event event) {
    if (ended) {
      return;
    }
    event.note().ifPresent(log::info);
    events.handle(event);
    Tick now = surroundings.time().now();
    state.cluster.ifPresent(c -> state.memory.clusterKnown(c, now));
    measure(now);
    lookAgainAfter(event);
    turn();
    events.completeRefreshes();
  }

  /** What is wrong with this node now, told once when it begins and once when it is over. */
  private void measure(Tick now) {
    state.health = surroundings.health().view();
    List<Fault> before =
        state.memory.nodeMeasured(state.health, state.postgres.map(PostgresView::server), now);
    FaultLog.changes(before, state.memory.present().health().faults());
  }

  /** Why the newest snapshot is what it is. */
  Reason reason() {
    return reason;
  }

  private void turn() {
    Observation observation = fenced();
    Decision decision = decider.apply(observation);
    role.note(decision, observation);
    if (!decision.isWaitingForView()) {
      announce(decision.reason());
    }
    lookBy =
        decision.actions().stream()
            .filter(Action.LookBy.class::isInstance)
            .map(action -> ((Action.LookBy) action).at())
            .min(Tick::compareTo);
    for (Action action : decision.actions()) {
      actions.carryOut(action);
      ended |= action instanceof Action.Exit;
    }
    if (decision.isWaitingForView() && published) {
      return;
    }
    published = true;
    reason = decision.reason();
    // What is published must not be older than what has just been started.
    publisher.accept(
        SnapshotMaker.of(state, scope, state.observation(surroundings.time()), decision));
    if (!ended) {
      wakeLater(observation, decision);
    }
  }

  /** What is decided from, with the fence as it stands once it was told of just that. */
  private Observation fenced() {
    state.fence = surroundings.fence().view();
    Observation before = state.observation(surroundings.time());
    surroundings.fence().apply(FenceRule.of(before));
    state.fence = surroundings.fence().view();
    return state.fence.equals(before.fence()) ? before : state.observation(surroundings.time());
  }

  private void announce(Reason reason) {
    String sentence = ReasonText.of(reason);
    boolean routine = reason instanceof UnderWay;
    if (!routine && !sentence.equals(lastSaid)) {
      lastSaid = sentence;
      if (reason instanceof UnhealthyLeader) {
        log.warn("{}", sentence);
      } else {
        log.info("{}", sentence);
      }
    }
  }

  /** A change that may have changed PostgreSQL too, or that makes the last look too old. */
  private void lookAgainAfter(Event event) {
    Optional<Leader> leader = state.cluster.flatMap(c -> c.leader());
    boolean leaderChanged = !leader.equals(lastLeader);
    if (leaderChanged) {
      boolean another = leader.filter(l -> !l.name().equals(lastName)).isPresent();
      if (another) {
        state.memory.anotherLeads();
      } else {
        state.memory.leaderAway();
      }
    }
    lastLeader = leader;
    lastName = leader.map(Leader::name).orElse(lastName);
    boolean look =
        switch (event) {
          case Event.TaskEnded ignored -> true;
          case Event.PostmasterExited ignored -> true;
          case Event.RefreshAsked ignored -> true;
          case Event.Woken ignored -> isLookDue();
          default -> false;
        };
    if (look || leaderChanged) {
      observer.look();
    }
  }

  private boolean isLookDue() {
    return observer.isIdle() && !surroundings.time().now().isBefore(nextLook());
  }

  private Tick nextLook() {
    Tick routine =
        state
            .postgres
            .map(view -> view.at().plus(lookEvery(view)))
            .orElse(surroundings.time().now());
    return lookBy.map(at -> Tick.min(at, routine)).orElse(routine);
  }

  private Duration lookEvery(PostgresView view) {
    boolean steady =
        view.server() instanceof ServerState.Running r
            && (!r.inRecovery() || r.streaming())
            && state.connected;
    Duration loopWait = state.config.loopWait();
    return steady || loopWait.compareTo(LOOK_WHILE_UNSTEADY) < 0 ? loopWait : LOOK_WHILE_UNSTEADY;
  }

  private void wakeLater(Observation observation, Decision decision) {
    wake.ifPresent(Timer::cancel);
    // A look that is under way wakes the loop by itself.
    Tick next = observer.isIdle() ? nextLook() : observation.now().plus(state.config.loopWait());
    for (Action action : decision.actions()) {
      if (action instanceof Action.WakeAt at && observation.now().isBefore(at.at())) {
        next = Tick.min(next, at.at());
      }
    }
    Duration delay = next.since(surroundings.time().now());
    Duration least = Duration.ofMillis(5);
    wake =
        Optional.of(
            surroundings
                .timers()
                .after(
                    delay.compareTo(least) < 0 ? least : delay,
                    () -> post.accept(new Event.Woken())));
  }
}
