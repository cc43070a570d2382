package io.hactl.runner;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Request;
import io.hactl.core.model.ServerState.Running;
import io.hactl.dcs.cluster.Member;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.rest.node.AgentApi.RestartRequest;
import io.hactl.runner.event.Event;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes what operators ask of this node, or says why not, and answers when it is done. */
final class OperatorRequests {

  private final AgentState state;
  private final Map<Long, CompletableFuture<OperationResult>> answers = new HashMap<>();
  private final Map<Long, Optional<Tick>> limits = new HashMap<>();
  private long nextId = 1;

  OperatorRequests(AgentState state) {
    this.state = state;
  }

  void restart(Event.RestartAsked event, Instant now) {
    Optional<String> objection = objection(event.request());
    if (objection.isPresent()) {
      event.answer().complete(new OperationResult(503, objection.get()));
      return;
    }
    if (event.request().schedule().filter(at -> at.toInstant().isAfter(now)).isPresent()) {
      plan(event, now);
      return;
    }
    long id = nextId++;
    Optional<Duration> timeout = event.request().timeoutSeconds().map(Duration::ofSeconds);
    state.requests.add(new Request.Restart(id, timeout));
    answers.put(id, event.answer());
    limits.put(id, Optional.empty());
  }

  private void plan(Event.RestartAsked event, Instant now) {
    if (state.memory.present().scheduledRestart().filter(r -> !isMissed(r, now)).isPresent()) {
      event
          .answer()
          .complete(
              new OperationResult(
                  409,
                  "Another restart is already scheduled at "
                      + state.memory.present().scheduledRestart().get().schedule()));
      return;
    }
    Optional<String> postmaster = running().map(r -> r.startTime().toString());
    state.memory.restartPlanned(
        new Member.ScheduledRestart(event.request().schedule().orElseThrow(), postmaster));
    event.answer().complete(new OperationResult(202, "Restart scheduled"));
  }

  private boolean isMissed(Member.ScheduledRestart restart, Instant now) {
    return restart.schedule().plus(state.config.ttl()).toInstant().isBefore(now);
  }

  private Optional<String> objection(RestartRequest request) {
    if (state.memory.present().reinitializing()) {
      return Optional.of("reinitialize already in progress");
    }
    Optional<Running> server = running();
    if (server.isEmpty()) {
      return Optional.of("PostgreSQL is not running on this member");
    }
    boolean primary = !server.get().inRecovery();
    boolean wrongRole = request.role().filter(r -> r.equals("primary") != primary).isPresent();
    boolean notPending = request.onlyIfPending() && server.get().pendingRestart().isEmpty();
    boolean notOlder =
        request
            .postgresVersion()
            .filter(v -> server.get().versionNumber() >= ServerVersions.number(v))
            .isPresent();
    return wrongRole || notPending || notOlder
        ? Optional.of("restart conditions are not satisfied")
        : Optional.empty();
  }

  void cancelRestart(Event.RestartCancelled event) {
    boolean planned = state.memory.present().scheduledRestart().isPresent();
    state.memory.planDropped();
    event
        .answer()
        .complete(
            planned
                ? new OperationResult(200, "scheduled restart deleted")
                : new OperationResult(404, "no restarts are scheduled"));
  }

  void reinitialize(Event.ReinitializeAsked event) {
    event.answer().complete(beginReinitialize(event));
  }

  private OperationResult beginReinitialize(Event.ReinitializeAsked event) {
    var leader = state.cluster.flatMap(c -> c.leader());
    if (leader.isEmpty()) {
      return new OperationResult(503, "Cluster has no leader, can not reinitialize");
    }
    if (leader.get().name().equals(state.self.name())) {
      return new OperationResult(503, "I am the leader, can not reinitialize");
    }
    if (state.memory.present().reinitializing() && !event.force()) {
      return new OperationResult(503, "reinitialize already in progress");
    }
    if (state.task.isPresent() && !event.force()) {
      return new OperationResult(
          503, state.task.get().getClass().getSimpleName() + " already in progress");
    }
    state.taskHandle.ifPresent(t -> t.cancel());
    state.memory.reinitializeAsked(event.fromLeader());
    return new OperationResult(200, "reinitialize started");
  }

  /** A restart, asked for or planned, is over. */
  void taskEnded(PostgresTask task, TaskResult result) {
    if (!(task instanceof PostgresTask.Restart)) {
      return;
    }
    state.memory.planDropped();
    OperationResult answer =
        result instanceof TaskResult.Failed failed
            ? new OperationResult(503, "restart failed: " + failed.message())
            : result instanceof TaskResult.Cancelled
                ? new OperationResult(503, "restart failed: it was cancelled")
                : new OperationResult(200, "restarted successfully");
    state.requests.removeIf(r -> r instanceof Request.Restart && answer(r.id(), answer));
  }

  /** A request that could not be begun, because the node had other worries, is given up. */
  void expire(Tick now) {
    limits.replaceAll(
        (id, limit) -> limit.isEmpty() ? Optional.of(now.plus(Duration.ofSeconds(60))) : limit);
    if (state.task.filter(PostgresTask.Restart.class::isInstance).isPresent()) {
      return;
    }
    state.requests.removeIf(
        r ->
            limits.getOrDefault(r.id(), Optional.empty()).filter(l -> l.isBefore(now)).isPresent()
                && answer(
                    r.id(),
                    new OperationResult(503, "restart failed: this member could not begin it")));
  }

  private boolean answer(long id, OperationResult result) {
    CompletableFuture<OperationResult> answer = answers.remove(id);
    limits.remove(id);
    if (answer != null) {
      answer.complete(result);
    }
    return true;
  }

  private Optional<Running> running() {
    return state.postgres.flatMap(v -> v.server().running());
  }
}
