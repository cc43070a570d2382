package io.hactl.runner.answer;

import io.hactl.core.model.FailsafeRequest;
import io.hactl.dcs.Dcs;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.runner.event.Event;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The loop as REST sees it: what is asked becomes an event. */
public final class LocalAgentApi implements AgentApi {

  /** The longest a request waits for PostgreSQL to be looked at. */
  private static final long REFRESH_MILLIS = 250;

  private final SnapshotBoard board;
  private final Dcs dcs;
  private final Consumer<Event> post;
  private final Runnable reload;

  /**
   * @param reload reads the settings again, on another thread
   */
  public LocalAgentApi(SnapshotBoard board, Dcs dcs, Consumer<Event> post, Runnable reload) {
    this.board = board;
    this.dcs = dcs;
    this.post = post;
    this.reload = reload;
  }

  @Override
  public NodeSnapshot snapshot() {
    return board.awaitNewest();
  }

  @Override
  public CompletionStage<NodeSnapshot> refreshed() {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    post.accept(new Event.RefreshAsked(seen));
    return seen.thenApplyAsync(done -> true)
        .completeOnTimeout(false, REFRESH_MILLIS, TimeUnit.MILLISECONDS)
        .thenApplyAsync(
            inTime -> inTime ? board.awaitNewest() : board.awaitNewest().withoutStandbyPosition());
  }

  @Override
  public Subscription onSnapshot(Consumer<NodeSnapshot> listener) {
    return board.follow(listener)::run;
  }

  @Override
  public Dcs dcs() {
    return dcs;
  }

  @Override
  public CompletionStage<OperationResult> restart(RestartRequest request) {
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    post.accept(new Event.RestartAsked(request, answer));
    return answer.thenApplyAsync(result -> result);
  }

  @Override
  public CompletionStage<OperationResult> cancelRestart() {
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    post.accept(new Event.RestartCancelled(answer));
    return answer.thenApplyAsync(result -> result);
  }

  @Override
  public CompletionStage<OperationResult> failsafe(FailsafeCall call) {
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    post.accept(
        new Event.FailsafeAsked(
            new FailsafeRequest(
                call.name(),
                call.connUrl(),
                call.apiUrl(),
                call.slots(),
                call.ttl(),
                call.leaderRevision()),
            answer));
    return answer.thenApplyAsync(result -> result);
  }

  @Override
  public CompletionStage<OperationResult> reload() {
    reload.run();
    return CompletableFuture.completedFuture(new OperationResult(202, "reload scheduled"));
  }

  @Override
  public CompletionStage<OperationResult> reinitialize(boolean force, boolean fromLeader) {
    CompletableFuture<OperationResult> answer = new CompletableFuture<>();
    post.accept(new Event.ReinitializeAsked(force, fromLeader, answer));
    return answer.thenApplyAsync(result -> result);
  }
}
