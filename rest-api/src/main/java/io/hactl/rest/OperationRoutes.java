package io.hactl.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.rest.AgentApi.OperationResult;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;
import java.util.concurrent.CompletionStage;

/** {@code /restart}, {@code /reload} and {@code /reinitialize}: what the agent itself does. */
final class OperationRoutes {

  private final AgentApi agent;
  private final TimeSource time;

  OperationRoutes(AgentApi agent, TimeSource time) {
    this.agent = agent;
    this.time = time;
  }

  void restart(Context ctx) {
    ObjectNode body = RequestBody.optional(ctx);
    boolean paused = agent.snapshot().paused();
    answer(ctx, agent.restart(RestartParser.parse(body, paused, time.wallTime())));
  }

  void cancelRestart(Context ctx) {
    answer(ctx, agent.cancelRestart());
  }

  void reload(Context ctx) {
    answer(ctx, agent.reload());
  }

  void reinitialize(Context ctx) {
    ObjectNode body = RequestBody.optional(ctx);
    boolean force = RequestBody.flag(body, "force");
    boolean fromLeader = RequestBody.flag(body, "from_leader");
    NodeSnapshot node = agent.snapshot();
    if (node.cluster().isUnlocked()) {
      throw new Refusal(503, "Cluster has no leader, can not reinitialize");
    }
    if (node.cluster().isLeader(node.name()) || node.holdsLease(time.now())) {
      throw new Refusal(503, "I am the leader, can not reinitialize");
    }
    answer(ctx, agent.reinitialize(force, fromLeader));
  }

  private static void answer(Context ctx, CompletionStage<OperationResult> operation) {
    OperationResult result = Waiting.on(operation);
    ctx.status(result.status()).result(result.message());
  }
}
