package io.hactl.rest.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.AgentApi.OperationResult;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.request.Await;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.request.RequestBody;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** {@code /restart}, {@code /reload} and {@code /reinitialize}: what the agent itself does. */
public final class OperationRoutes {

  /** A slip in one leader's settings must not keep a member from leading for ever. */
  private static final long FAILSAFE_MAX_SECONDS = 86_400;

  private final AgentApi agent;
  private final TimeSource time;

  /** Routes that hand to the agent what is asked. */
  public OperationRoutes(AgentApi agent, TimeSource time) {
    this.agent = agent;
    this.time = time;
  }

  /** {@code POST /restart}: answers when PostgreSQL was restarted, or 202 when that is planned. */
  public void restart(Context ctx) {
    ObjectNode body = RequestBody.optional(ctx);
    boolean paused = agent.snapshot().paused();
    answer(ctx, agent.restart(RestartParser.parse(body, paused, time.wallTime())));
  }

  /** {@code DELETE /restart}: forgets a planned restart. */
  public void cancelRestart(Context ctx) {
    answer(ctx, agent.cancelRestart());
  }

  /** {@code POST /failsafe}: a leader without the DCS asks to go on. */
  public void failsafe(Context ctx) {
    ObjectNode body = RequestBody.required(ctx);
    String name =
        RequestBody.text(body, "name")
            .orElseThrow(() -> new Refusal(400, "'name' must be the leader's name"));
    refuseForAnother(body);
    long seconds = body.path("ttl").asLong(0);
    if (seconds < 0 || seconds > FAILSAFE_MAX_SECONDS) {
      throw new Refusal(400, "'ttl' must be a number of seconds, a day's at most");
    }
    Map<String, Lsn> slots = new TreeMap<>();
    for (Map.Entry<String, JsonNode> slot : body.path("slots").properties()) {
      if (slot.getValue().isIntegralNumber()) {
        slots.put(slot.getKey(), new Lsn(slot.getValue().longValue()));
      }
    }
    answer(
        ctx,
        agent.failsafe(
            new AgentApi.FailsafeCall(
                name,
                RequestBody.text(body, "conn_url").orElse(""),
                RequestBody.text(body, "api_url").orElse(""),
                slots,
                Duration.ofSeconds(seconds),
                body.path("leader_revision").asLong(0))));
  }

  /** A word given for somebody else would let a leader go on that the other is about to replace. */
  private void refuseForAnother(ObjectNode body) {
    NodeSnapshot node = agent.snapshot();
    String member = RequestBody.text(body, "member").orElse(node.name());
    String scope = RequestBody.text(body, "scope").orElse(node.scope());
    if (!member.equals(node.name()) || !scope.equals(node.scope())) {
      throw new Refusal(
          409,
          "this is %s of %s, not %s of %s: see restapi.connect_address of %s"
              .formatted(node.name(), node.scope(), member, scope, member));
    }
  }

  /** {@code POST /reload}: reads the settings again. */
  public void reload(Context ctx) {
    answer(ctx, agent.reload());
  }

  /** {@code POST /reinitialize}: replaces this replica's data. */
  public void reinitialize(Context ctx) {
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
    OperationResult result = Await.result(operation);
    ctx.status(result.status()).result(result.message());
  }
}
