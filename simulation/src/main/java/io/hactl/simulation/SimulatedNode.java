package io.hactl.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.core.model.Self;
import io.hactl.dcs.cluster.Tags;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.runner.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A machine with a disk, a clock, an agent, a guard and a PostgreSQL server. */
final class SimulatedNode {

  private final World world;
  private final String name;
  private final NodeClock clock;
  private final Self self;
  private final DataDir dir = new DataDir();
  private final Guard guard;
  private final NodeStorage storage = new NodeStorage(this);
  private Gate machine;
  private Optional<AgentProcess> agent = Optional.empty();
  private Optional<Server> server = Optional.empty();
  private long orphansUntil;
  private boolean orphansWait;
  private long pids = 100;
  private boolean suspended;
  private long suspendedAt;
  private boolean off;
  private boolean reinitGranted;
  private int reinitsUnanswered;

  SimulatedNode(World world, String name, NodeClock clock, Tags tags) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.machine = new Gate(world.scheduler(), null);
    this.guard = new Guard(world, this);
    this.self =
        new Self(
            name,
            "postgres://" + name + ":5432/postgres",
            "http://" + name + ":8008/patroni",
            Optional.empty(),
            "0.0.0",
            tags,
            world.settings().config(),
            JsonNodeFactory.instance.objectNode());
  }

  void startAgent() {
    machine.run(this::startAgentNow);
  }

  private void startAgentNow() {
    if (agent.isEmpty()) {
      world.trace().note(name, "the agent starts");
      guard.agentStarts();
      agent = Optional.of(new AgentProcess(world, this));
      agent.get().start();
    }
  }

  void killAgent() {
    agent.ifPresent(AgentProcess::kill);
    agent = Optional.empty();
  }

  /** The agent has ended by itself; its supervisor starts it again. */
  void agentEnded(int status) {
    killAgent();
    machine.after(Duration.ofSeconds(status == 0 ? 1 : 5), this::startAgent);
  }

  /** The operator asks the agent for something. */
  void tell(Event event) {
    agent.ifPresent(a -> a.post(event));
  }

  void freezeAgent() {
    agent.ifPresent(a -> a.process().freeze());
  }

  void thawAgent() {
    agent.ifPresent(a -> a.process().thaw());
  }

  /** Power off: everything that runs is gone, the disk stays. */
  void powerOff() {
    off = true;
    killAgent();
    server.ifPresent(s -> s.kill("is gone with its machine"));
    server = Optional.empty();
    orphansUntil = 0;
    guard.reset();
    machine.kill();
  }

  void powerOn() {
    off = false;
    suspended = false;
    machine = new Gate(world.scheduler(), null);
    startAgent();
  }

  void suspend() {
    if (!suspended && !off) {
      suspended = true;
      suspendedAt = world.scheduler().now();
      machine.freeze();
      agent.ifPresent(a -> a.timers().suspended());
    }
  }

  void resume() {
    if (suspended && !off) {
      suspended = false;
      if (world.settings().mutation() == Mutation.SUSPENSION_NOT_COUNTED) {
        clock.jump(Duration.ofNanos(suspendedAt - world.scheduler().now()));
      }
      guard.woken();
      machine.thaw();
      agent.ifPresent(a -> a.timers().resumed());
    }
  }

  Server startServer() {
    dir.formerly = Optional.empty();
    Server started = new Server(world, this, dir, pids++);
    server = Optional.of(started);
    return started;
  }

  void serverEnded(Server ended) {
    if (server.filter(s -> s == ended).isPresent()) {
      server = Optional.empty();
    }
    agent.ifPresent(a -> a.postmasterExited());
  }

  /** The postmaster is killed; its backends live on until they notice. */
  void killPostmaster(Duration orphans) {
    orphansWait = server.filter(s -> s.commits().waitForStandbys()).isPresent();
    server.ifPresent(s -> s.kill("lost its postmaster"));
    orphansUntil = world.scheduler().now() + orphans.toNanos();
  }

  boolean hasOrphans() {
    return world.scheduler().now() < orphansUntil;
  }

  /**
   * Whether the backends that were left behind wait for standbys: without a walsender they wait in
   * vain, and end without having told their clients anything.
   */
  boolean orphansWait() {
    return orphansWait;
  }

  void killOrphans() {
    orphansUntil = 0;
  }

  boolean connects(SimulatedNode other) {
    return !off && !suspended && !other.off && world.network().connects(name, other.name);
  }

  String name() {
    return name;
  }

  NodeClock clock() {
    return clock;
  }

  Self self() {
    return self;
  }

  DataDir dir() {
    return dir;
  }

  NodeStorage storage() {
    return storage;
  }

  Guard guard() {
    return guard;
  }

  Gate machine() {
    return machine;
  }

  Optional<AgentProcess> agent() {
    return agent;
  }

  Optional<Server> server() {
    return server;
  }

  boolean isOff() {
    return off;
  }

  boolean isSuspended() {
    return suspended;
  }

  /** An operator asks for a new copy; once that is granted the data may be thrown away. */
  void reinitialize(boolean force, boolean fromLeader) {
    reinitsUnanswered++;
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    answer.thenAccept(
        result -> {
          reinitsUnanswered--;
          reinitGranted |= result.status() == 200;
        });
    tell(new Event.ReinitializeAsked(force, fromLeader, answer));
  }

  /** The data was thrown away. */
  void reinitDone() {
    reinitGranted = false;
  }

  boolean isReinitGranted() {
    return reinitGranted;
  }

  /** Whether the data will be, or may be, thrown away for a new copy. */
  boolean mayReinit() {
    return reinitGranted || reinitsUnanswered > 0;
  }
}
