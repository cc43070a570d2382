package io.hactl.simulation.node;

import io.hactl.core.decision.Decision;
import io.hactl.core.reason.Reason;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.port.ConfigCache;
import io.hactl.port.Fence;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.runner.DrivenAgent;
import io.hactl.runner.Surroundings;
import io.hactl.runner.event.Event;
import io.hactl.simulation.dcs.SimulatedDcs;
import io.hactl.simulation.mutants.Mutant;
import io.hactl.simulation.nature.AgentTimers;
import io.hactl.simulation.nature.Gate;
import io.hactl.simulation.nature.Seat;
import io.hactl.simulation.postgres.SimulatedPostgres;
import io.hactl.simulation.setting.Mutation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One life of an agent: begins with an empty memory, ends with the process. */
public final class AgentLife {

  /** What a turn of the loop takes, so that time goes on whatever the agent does. */
  private static final Duration TURN = Duration.ofNanos(20_000);

  private final Nodes nodes;
  private final SimulatedNode node;
  private final Gate process;
  private final AgentTimers timers;
  private final SimulatedPostgres postgres;
  private final DrivenAgent agent;
  private final Mutant mutant;
  private String lastReason = "";

  AgentLife(Nodes nodes, SimulatedNode node) {
    this.nodes = nodes;
    this.node = node;
    this.process = new Gate(nodes.scheduler(), node.gate());
    this.timers = new AgentTimers(nodes.scheduler(), node.clock(), process);
    Seat seat = new Seat(node.name(), process, timers);
    this.postgres = new SimulatedPostgres(nodes.machines(), node, seat);
    this.mutant =
        new Mutant(nodes.settings().mutation(), node.clock(), nodes.settings().members().size());
    this.agent =
        new DrivenAgent(
            new Surroundings(
                node.clock(),
                timers,
                new SimulatedDcs(nodes.ground(), nodes.store(), seat),
                postgres,
                new SimulatedPeers(nodes, seat),
                new NoCache(),
                (action, role) -> {},
                nodes.settings().mutation().keepsGuard() ? node.guard() : Fence.NONE,
                new SimulatedHealth(node.storage(), process)),
            timers,
            node.self(),
            "demo",
            "/data/" + node.name(),
            node.self().bootstrapConfig(),
            this::decide,
            (from, to, seen) ->
                nodes.witness().broken(node.name() + " goes from " + from + " to " + to),
            this::post,
            this::exit);
  }

  /** Nothing is remembered from one life to the next. */
  private static final class NoCache implements ConfigCache {
    @Override
    public Optional<DynamicConfig> load() {
      return Optional.empty();
    }

    @Override
    public void store(DynamicConfig config) {
      // The next life begins with the settings file's own.
    }
  }

  void start() {
    agent.board().follow(this::published);
    agent.start();
    published(agent.board().newest());
  }

  private void published(NodeSnapshot snapshot) {
    if (!snapshot.reason().equals(lastReason)) {
      lastReason = snapshot.reason();
      nodes.trace().note(node.name(), lastReason);
    }
  }

  private Decision decide(Observation observation) {
    if (observation.seenCluster().isPresent() && observation.config().pause()) {
      node.guard().agentIsPaused();
    }
    Decision decision = mutant.decide(mutant.seen(observation));
    observation
        .peerAnswers()
        .ifPresent(peerAnswers -> nodes.witness().decidesBy(node.name(), peerAnswers));
    nodes.witness().decided(node.name(), observation, decision);
    return decision;
  }

  /** Puts an event into the loop's queue. */
  void post(Event event) {
    Event seen = mutant.event(event);
    process.after(TURN, () -> handle(seen));
  }

  private void handle(Event event) {
    try {
      if (nodes.trace().isKeeping()) {
        if (System.getenv("EVENTS") != null) {
          String text = event.toString();
          nodes.trace().note(node.name(), "  > " + text.substring(0, Math.min(120, text.length())));
        }
        event.note().ifPresent(note -> nodes.trace().note(node.name(), "- " + note));
      }
      agent.handle(event);
    } catch (RuntimeException e) {
      nodes.witness().failed(node.name() + "'s loop failed: " + e, e);
    }
  }

  private void exit(int status) {
    nodes.trace().note(node.name(), "the agent ends with status " + status);
    node.agentEnded(status);
  }

  /** Asks for a status, as another member's agent does over HTTP. */
  void ask(Consumer<NodeSnapshot> answer) {
    Answer once = new Answer(answer);
    CompletableFuture<Void> seen = new CompletableFuture<>();
    seen.thenRun(() -> once.give(agent.board().newest()));
    timers.after(SimulatedPeers.REFRESH, () -> once.give(lateAnswer()));
    post(new Event.RefreshAsked(seen));
  }

  private NodeSnapshot lateAnswer() {
    boolean planted = nodes.settings().mutation() == Mutation.OUTDATED_POSITION_TOLD;
    return planted ? newest() : newest().withoutStandbyPosition();
  }

  private static final class Answer {
    private final Consumer<NodeSnapshot> receiver;
    private boolean given;

    Answer(Consumer<NodeSnapshot> receiver) {
      this.receiver = receiver;
    }

    void give(NodeSnapshot snapshot) {
      if (!given) {
        given = true;
        receiver.accept(snapshot);
      }
    }
  }

  void postmasterExited() {
    postgres.postmasterExited();
  }

  public NodeSnapshot newest() {
    return agent.board().newest();
  }

  /** Why the agent does what it does. */
  public Reason reason() {
    return agent.reason();
  }

  public Gate process() {
    return process;
  }

  AgentTimers timers() {
    return timers;
  }

  void kill() {
    process.kill();
    agent.close();
  }
}
