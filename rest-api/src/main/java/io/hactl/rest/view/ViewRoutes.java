package io.hactl.rest.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.request.Await;
import io.hactl.rest.request.Refusal;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;

/** Everything that can be looked at without changing anything. */
public final class ViewRoutes {

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final AgentApi agent;
  private final TimeSource time;
  private final StatusJson status;
  private final ServerMetrics metrics;

  /** Routes that answer from the last snapshot. */
  public ViewRoutes(AgentApi agent, TimeSource time, StatusJson status, ServerMetrics metrics) {
    this.agent = agent;
    this.time = time;
    this.status = status;
    this.metrics = metrics;
  }

  /**
   * {@code GET /patroni}: the node's status, observed anew: members judge each other by it, and
   * monitoring wants to see what is so now. A loop that hangs is told by the status code.
   */
  public void patroni(Context ctx) {
    NodeSnapshot node = Await.result(agent.refreshed());
    ctx.status(node.isBelievable(time.now()) ? 200 : 503);
    ctx.contentType("application/json").result(status.bytes(node));
  }

  /** {@code GET /cluster}: the members, and what is planned. */
  public void cluster(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    json(ctx, ClusterJson.of(ClusterView.of(node.scope(), node.cluster())));
  }

  /** {@code GET /history}: the timelines that ended. */
  public void history(Context ctx) {
    json(ctx, ClusterJson.of(agent.snapshot().cluster().history().value()));
  }

  /**
   * {@code GET /lost_wal}: WAL that members had and the history does not have. Patroni has no such
   * path.
   */
  public void lostWal(Context ctx) {
    ctx.contentType("application/json")
        .result(ClusterCodec.write(agent.snapshot().cluster().lostWal().value()));
  }

  /** {@code GET /failsafe}: whom a leader without the DCS asks; 502 where the mode is off. */
  public void failsafe(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    if (!node.config().failsafeMode()) {
      throw new Refusal(502, "failsafe mode is off");
    }
    ObjectNode members = JsonText.object();
    node.cluster().failsafe().value().members().forEach(members::put);
    json(ctx, members);
  }

  /** {@code GET /metrics}: the contract's metrics, then the agent's own. */
  public void metrics(Context ctx) {
    ctx.contentType(PROMETHEUS).result(ContractMetrics.of(agent.snapshot()) + metrics.scrape());
  }

  private static void json(Context ctx, JsonNode body) {
    ctx.contentType("application/json").result(JsonText.bytes(body));
  }
}
