package io.hactl.simulation.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.Tags;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.rest.node.AgentApi.RestartRequest;
import io.hactl.runner.event.Event;
import io.hactl.simulation.nature.NodeClock;
import io.hactl.simulation.postgres.Machine;
import io.hactl.simulation.setting.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A machine on which an agent and a guard look after the PostgreSQL server. */
public final class SimulatedNode extends Machine {

  private final Nodes nodes;
  private final Self self;
  private final Guard guard;
  private Optional<AgentLife> agent = Optional.empty();
  private int reinitsUnanswered;

  public SimulatedNode(Nodes nodes, String name, NodeClock clock, Tags tags) {
    super(nodes.machines(), name, clock);
    this.nodes = nodes;
    this.guard = new Guard(nodes.ground(), this);
    this.self =
        new Self(
            name,
            "postgres://" + name + ":5432/postgres",
            "http://" + name + ":8008/patroni",
            Optional.empty(),
            "0.0.0",
            tags,
            nodes.settings().config(),
            JsonNodeFactory.instance.objectNode());
  }

  public void startAgent() {
    gate().run(this::startAgentNow);
  }

  private void startAgentNow() {
    if (agent.isEmpty()) {
      nodes.trace().note(name(), "the agent starts");
      guard.agentStarts();
      nodes.witness().agentStarted(name());
      agent = Optional.of(new AgentLife(nodes, this));
      agent.get().start();
    }
  }

  public void killAgent() {
    agent.ifPresent(AgentLife::kill);
    agent = Optional.empty();
  }

  /** The agent has ended by itself; its supervisor starts it again. */
  void agentEnded(int status) {
    killAgent();
    gate().after(Duration.ofSeconds(status == 0 ? 1 : 5), this::startAgent);
  }

  /** The operator asks the agent for something. */
  public void tell(Event event) {
    agent.ifPresent(a -> a.post(event));
  }

  public void freezeAgent() {
    agent.ifPresent(a -> a.process().freeze());
  }

  public void thawAgent() {
    agent.ifPresent(a -> a.process().thaw());
  }

  /** Power off: everything that runs is gone, the disk stays. */
  public void powerOff() {
    killAgent();
    guard.reset();
    losePower();
  }

  public void powerOn() {
    boot();
    startAgent();
  }

  public void suspend() {
    if (!isSuspended() && !isOff()) {
      fallAsleep();
      agent.ifPresent(a -> a.timers().suspended());
    }
  }

  public void resume() {
    if (isSuspended() && !isOff()) {
      Duration slept = wake();
      if (nodes.settings().mutation() == Mutation.SUSPENSION_NOT_COUNTED) {
        clock().jump(slept.negated());
      }
      guard.woken();
      gate().thaw();
      agent.ifPresent(a -> a.timers().resumed());
    }
  }

  @Override
  protected boolean isFenced() {
    return guard.isFenced();
  }

  @Override
  protected String slot() {
    return self.slot();
  }

  @Override
  protected void postmasterExited() {
    agent.ifPresent(AgentLife::postmasterExited);
  }

  public Self self() {
    return self;
  }

  public Guard guard() {
    return guard;
  }

  public Optional<AgentLife> agent() {
    return agent;
  }

  /** An operator asks for a restart at once. */
  public void restart() {
    nodes.witness().restartAsked(name());
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(result -> nodes.witness().restartAnswered(name()));
    tell(new Event.RestartAsked(request(Optional.empty()), answer));
  }

  /** An operator plans a restart for a time by this node's clock. */
  public void planRestart(Instant at) {
    // One that arrives after its time is one at once.
    nodes.witness().restartAsked(name());
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(
        result -> {
          nodes.witness().restartAnswered(name());
          if (result.status() == 202) {
            nodes.witness().restartPlanned(name(), at);
          }
        });
    tell(new Event.RestartAsked(request(Optional.of(at.atOffset(ZoneOffset.UTC))), answer));
  }

  private static RestartRequest request(Optional<OffsetDateTime> at) {
    return new RestartRequest(at, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /** An operator takes the planned restart back. */
  public void cancelRestart() {
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(
        result -> {
          if (result.status() == 200) {
            nodes.witness().restartCancelled(name());
          }
        });
    tell(new Event.RestartCancelled(answer));
  }

  /** An operator asks for a new copy; once that is granted the data may be thrown away. */
  public void reinitialize(boolean force, boolean fromLeader) {
    reinitsUnanswered++;
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(
        result -> {
          reinitsUnanswered--;
          grantReinit(result.status() == 200);
        });
    tell(new Event.ReinitializeAsked(force, fromLeader, answer));
  }

  /** Whether the data will be, or may be, thrown away for a new copy. */
  public boolean mayReinit() {
    return isReinitGranted() || reinitsUnanswered > 0;
  }
}
