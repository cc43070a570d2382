package io.hactl.runner;

import io.hactl.core.model.LeaseView;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.runner.event.Event;
import io.hactl.runner.session.LeaseControl;
import io.hactl.time.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each event changes in the state. */
final class EventHandler {

  private static final Logger log = LoggerFactory.getLogger(EventHandler.class);

  private final Surroundings surroundings;
  private final AgentState state;
  private final LeaseControl lease;
  private final Observer observer;
  private final OperatorRequests operator;
  private final FailsafeEvents failsafe;
  private final List<Refresh> refreshes = new ArrayList<>();
  private Optional<String> lastRole = Optional.empty();

  /** As the DCS has it, whether all of it came into force or not. */
  private Optional<DynamicConfig> lastConfig = Optional.empty();

  EventHandler(Surroundings surroundings, AgentState state, LeaseControl lease, Observer observer) {
    this.surroundings = surroundings;
    this.state = state;
    this.lease = lease;
    this.observer = observer;
    this.operator = new OperatorRequests(state);
    this.failsafe = new FailsafeEvents(state, surroundings.time());
  }

  // Long: one case for each event, and the compiler sees that none is missing.
  void handle(Event event) {
    switch (event) {
      case Event.ClusterSeen e -> clusterSeen(e.cluster());
      case Event.DcsDisconnected ignored -> state.connected = false;
      case Event.SessionAlive e -> {
        lease.taken();
        state.dcsLastSeen = surroundings.time().wallTime();
        if (state.memory.present().health().renewalStopped()
            && e.session().id() != state.lease.sessionId()) {
          state.memory.sessionOpened();
        }
        state.lease =
            new LeaseView(
                e.session().id(),
                e.sentAt().plus(e.session().ttl()),
                Optional.of(e.session().ttl()));
      }
      case Event.SessionLost e -> {
        if (state.lease.sessionId() == e.session().id()) {
          state.lease = LeaseView.NONE;
        }
      }
      case Event.PostgresSeen e -> {
        observer.seen(e.view());
        if (state.task.isEmpty() && !e.view().at().isBefore(state.viewedSince)) {
          state.memory.postgresSeen(e.view());
        }
      }
      case Event.HistoryRead e -> {
        if (e.timeline() == state.localHistoryTimeline) {
          state.localHistory = Optional.of(e.history());
        }
      }
      case Event.TaskEnded e -> taskEnded(e.task(), e.result());
      case Event.Committed e -> committed(e.purpose(), e.revision());
      case Event.CommitFailed e -> commitFailed(e.purpose(), e.failure());
      case Event.WriteAgain e -> state.writeEnds(e.purpose());
      case Event.PeersAnswered e -> {
        state.asking = false;
        state.peerAnswers = Optional.of(e.peerAnswers());
      }
      case Event.FailsafeAnswered e -> failsafe.answered(e);
      case Event.FailsafeAsked e -> failsafe.asked(e);
      case Event.RestartAsked e -> operator.restart(e, surroundings.time().wallTime());
      case Event.RestartCancelled e -> operator.cancelRestart(e);
      case Event.ReinitializeAsked e -> operator.reinitialize(e);
      case Event.RefreshAsked e -> refreshes.add(new Refresh(surroundings.time().now(), e.seen()));
      case Event.SettingsReloaded e -> {
        state.self = e.self();
        state.configure(state.storedConfig);
        state.memory.settingsReloaded();
      }
      case Event.EndAsked ignored -> state.ending = true;
      case Event.PostmasterExited ignored -> {}
      case Event.Woken ignored -> operator.expire(surroundings.time().now());
    }
  }

  /** Somebody who waits for what was seen after {@code askedAt} to be published. */
  private record Refresh(Tick askedAt, CompletableFuture<Void> seen) {}

  /** To be called when what was seen last has been published. */
  void completeRefreshes() {
    state.postgres.ifPresent(
        view ->
            refreshes.removeIf(r -> !view.at().isBefore(r.askedAt()) && r.seen().complete(null)));
  }

  private void clusterSeen(Cluster seen) {
    if (state.cluster.filter(c -> c.revision() > seen.revision()).isPresent()) {
      if (state.connected) {
        return;
      }
      // After a break everything is read anew: this is how things are.
      log.warn("The DCS is at an earlier revision than before: it was restored, or made anew.");
      state.forgetWrites();
    }
    List<KeyProblem> known = state.cluster.map(Cluster::problems).orElse(List.of());
    seen.problems().stream().filter(p -> !known.contains(p)).forEach(p -> log.warn("{}", p.text()));
    state.seen(seen);
    state.dcsLastSeen = surroundings.time().wallTime();
    // Settings that cannot be read leave those in force that could be read last.
    boolean readable = seen.config().exists() && !seen.isUnreadable(Keys.CONFIG);
    if (readable && !Optional.of(seen.config().value()).equals(lastConfig)) {
      lastConfig = Optional.of(seen.config().value());
      configure(ConfigGate.admit(seen.config().value(), state.storedConfig, state.self));
    }
  }

  private void configure(DynamicConfig config) {
    if (config.equals(state.storedConfig)) {
      return;
    }
    config.validate().forEach(p -> log.warn("the cluster's configuration: {}", p.text()));
    state.configure(config);
    surroundings.configCache().store(config);
    lease.keep(state.config);
  }

  private void taskEnded(PostgresTask task, TaskResult result) {
    state.task = Optional.empty();
    state.taskHandle = Optional.empty();
    state.taskCancelled = false;
    Tick now = surroundings.time().now();
    state.viewedSince = now;
    if (result instanceof TaskResult.Failed failed) {
      log.error("{}", failed.message());
    }
    if (result instanceof TaskResult.WasSetAside aside) {
      log.warn("the data directory was set aside as {}", aside.newName());
    }
    state.memory.taskEnded(task, result, now);
    operator.taskEnded(task, result);
    CallbackChoice.after(task, result, lastRole)
        .ifPresent(
            callback -> {
              lastRole = Optional.of(callback.role());
              surroundings.callbacks().fire(callback.action(), callback.role());
            });
  }

  private void committed(Purpose purpose, long revision) {
    state.dcsLastSeen = surroundings.time().wallTime();
    state.writeCommitted(purpose, revision);
    Tick now = surroundings.time().now();
    if (purpose == Purpose.MEMBER) {
      state.memory.memberWritten(now);
    }
    if (purpose == Purpose.STATUS) {
      state.memory.statusWritten(now);
    }
  }

  private void commitFailed(Purpose purpose, DcsFailure failure) {
    if (purpose == Purpose.SYNC && failure instanceof DcsFailure.Retryable) {
      // Had the key changed since it was compared, the write could not happen any more.
      state.cluster.ifPresent(c -> state.memory.syncKeyInDoubt(c.sync().modRevision()));
    }
    if (purpose == Purpose.MEMBER && failure instanceof DcsFailure.Retryable) {
      state.memory.memberInDoubt();
    }
    switch (failure) {
      case DcsFailure.Conflict conflict -> {
        log.debug("{} was not written: {}", purpose, conflict.message());
        // Another write was faster, or the session is gone: the next renewal may be long in coming.
        lease.check();
      }
      case DcsFailure.Retryable retryable ->
          log.warn("{} may not have been written: {}", purpose, retryable.message());
      case DcsFailure.Fatal fatal ->
          log.error("{} cannot be written: {}", purpose, fatal.message());
    }
  }
}
