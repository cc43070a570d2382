package io.hactl.runner;

import io.hactl.core.decision.Action;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.model.PostgresTask;
import io.hactl.dcs.DcsException;
import io.hactl.port.PostgresControl.RunningTask;
import io.hactl.runner.event.Event;
import io.hactl.runner.session.LeaseControl;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Carries actions out; none of them is waited for. */
final class ActionRunner {

  /** How long a failed write is held back before the same may be decided again. */
  private static final Duration WRITE_AGAIN = Duration.ofMillis(300);

  private final Surroundings surroundings;
  private final AgentState state;
  private final LeaseControl lease;
  private final Observer observer;
  private final Consumer<Event> post;
  private final Consumer<Integer> exit;
  private CompletionStage<Void> sessionEnd = CompletableFuture.completedFuture(null);

  ActionRunner(
      Surroundings surroundings,
      AgentState state,
      LeaseControl lease,
      Observer observer,
      Consumer<Event> post,
      Consumer<Integer> exit) {
    this.surroundings = surroundings;
    this.state = state;
    this.lease = lease;
    this.observer = observer;
    this.post = post;
    this.exit = exit;
  }

  void carryOut(Action action) {
    switch (action) {
      case Action.Run run -> run(run.task());
      case Action.CancelTask ignored -> cancelTask();
      case Action.Commit commit -> commit(commit);
      case Action.AskPeers ask -> ask(ask);
      case Action.AskFailsafe ask -> askFailsafe(ask);
      case Action.Observe ignored -> observer.look();
      case Action.WakeAt ignored -> {
        // The loop sets one timer for the earliest of all.
      }
      case Action.LookBy ignored -> {
        // The loop looks when the timer for it is up.
      }
      case Action.StopRenewing ignored -> stopRenewing();
      case Action.EndSession ignored -> sessionEnd = lease.end();
      case Action.Exit e -> sessionEnd.whenComplete((done, error) -> exit.accept(e.status()));
    }
  }

  private void stopRenewing() {
    if (!state.memory.present().health().renewalStopped()) {
      state.memory.renewalStopped();
      lease.stopRenewing();
    }
  }

  private void run(PostgresTask task) {
    state.task = Optional.of(task);
    RunningTask running = surroundings.postgres().start(task);
    state.taskHandle = Optional.of(running);
    running.result().thenAccept(result -> post.accept(new Event.TaskEnded(task, result)));
  }

  private void cancelTask() {
    if (!state.taskCancelled) {
      state.taskCancelled = true;
      state.taskHandle.ifPresent(RunningTask::cancel);
    }
  }

  private void commit(Action.Commit commit) {
    state.writeBegins(commit);
    surroundings
        .dcs()
        .commit(commit.transaction())
        .whenComplete(
            (revision, error) -> {
              if (error == null) {
                post.accept(new Event.Committed(commit.purpose(), revision));
                return;
              }
              post.accept(new Event.CommitFailed(commit.purpose(), DcsException.failureOf(error)));
              surroundings
                  .timers()
                  .after(WRITE_AGAIN, () -> post.accept(new Event.WriteAgain(commit.purpose())));
            });
  }

  private void ask(Action.AskPeers ask) {
    if (state.asking) {
      return;
    }
    state.asking = true;
    Tick askedAt = surroundings.time().now();
    Set<String> withoutKey = new TreeSet<>(ask.apiUrls().keySet());
    state.cluster.ifPresent(c -> withoutKey.removeAll(c.members().keySet()));
    surroundings
        .peers()
        .ask(ask.apiUrls(), ask.bound())
        .thenApply(answers -> new PeerAnswers(askedAt, answers, withoutKey))
        .thenAccept(peerAnswers -> post.accept(new Event.PeersAnswered(peerAnswers)));
  }

  private void askFailsafe(Action.AskFailsafe ask) {
    if (state.askingFailsafe) {
      return;
    }
    state.askingFailsafe = true;
    Tick sentAt = surroundings.time().now();
    surroundings
        .peers()
        .failsafe(ask.apiUrls(), ask.request(), ask.bound())
        .thenAccept(
            agreed -> {
              Set<String> silent = new TreeSet<>(ask.apiUrls().keySet());
              silent.removeAll(agreed);
              post.accept(
                  new Event.FailsafeAnswered(
                      ask.request(), sentAt, ask.apiUrls().keySet(), silent));
            });
  }
}
