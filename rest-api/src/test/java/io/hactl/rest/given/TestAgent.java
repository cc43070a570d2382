package io.hactl.rest.given;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.NodeSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An agent at its boundary: it publishes the snapshots it is given and notes what is asked. */
public final class TestAgent implements AgentApi {

  public final TestDcs dcs;
  public final List<Object> asked = new CopyOnWriteArrayList<>();
  private final List<Consumer<NodeSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private volatile NodeSnapshot snapshot;

  public TestAgent(TestDcs dcs, NodeSnapshot first) {
    this.dcs = dcs;
    this.snapshot = first;
    dcs.afterCommit(this::seen);
  }

  /** What a watch would bring. */
  public void seen(Cluster cluster) {
    publish(Nodes.withCluster(snapshot, cluster));
  }

  public void publish(NodeSnapshot next) {
    snapshot = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  public int listeners() {
    return listeners.size();
  }

  @Override
  public NodeSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public CompletionStage<NodeSnapshot> refreshed() {
    asked.add("refreshed");
    return CompletableFuture.completedFuture(snapshot);
  }

  @Override
  public Subscription onSnapshot(Consumer<NodeSnapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public TestDcs dcs() {
    return dcs;
  }

  @Override
  public CompletionStage<OperationResult> restart(RestartRequest request) {
    return did(request, 200, "restarted successfully");
  }

  @Override
  public CompletionStage<OperationResult> cancelRestart() {
    return did("cancelRestart", 404, "no restarts are scheduled");
  }

  @Override
  public CompletionStage<OperationResult> failsafe(FailsafeCall call) {
    return did(call, 200, "Accepted");
  }

  @Override
  public CompletionStage<OperationResult> reload() {
    return did("reload", 202, "reload scheduled");
  }

  @Override
  public CompletionStage<OperationResult> reinitialize(boolean force, boolean fromLeader) {
    return did("reinitialize " + force + " " + fromLeader, 200, "reinitialize started");
  }

  private CompletionStage<OperationResult> did(Object what, int status, String message) {
    asked.add(what);
    return CompletableFuture.completedFuture(new OperationResult(status, message));
  }
}
