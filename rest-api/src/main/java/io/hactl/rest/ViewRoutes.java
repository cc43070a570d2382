package io.hactl.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;

/** Everything that can be looked at without changing anything. */
final class ViewRoutes {

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final AgentApi agent;
  private final TimeSource time;
  private final StatusJson status;
  private final ServerMetrics metrics;

  ViewRoutes(AgentApi agent, TimeSource time, StatusJson status, ServerMetrics metrics) {
    this.agent = agent;
    this.time = time;
    this.status = status;
    this.metrics = metrics;
  }

  /**
   * The node's status, observed anew: members judge each other by it, and monitoring wants to see
   * what is so now. A loop that hangs is told by the status code.
   */
  void patroni(Context ctx) {
    NodeSnapshot node = Waiting.on(agent.refreshed());
    ctx.status(HealthChecks.isBelievable(node, time.now()) ? 200 : 503);
    ctx.contentType("application/json").result(status.bytes(node));
  }

  void cluster(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    json(ctx, ClusterJson.of(ClusterView.of(node.scope(), node.cluster())));
  }

  void history(Context ctx) {
    json(ctx, ClusterJson.of(agent.snapshot().cluster().history().value()));
  }

  /** WAL that members had and the history does not have; our own, Patroni has nothing like it. */
  void lostWal(Context ctx) {
    ctx.contentType("application/json")
        .result(ClusterCodec.write(agent.snapshot().cluster().lostWal().value()));
  }

  void failsafe(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    if (!node.config().failsafeMode()) {
      throw new Refusal(502, "failsafe mode is off");
    }
    ObjectNode members = JsonText.object();
    node.cluster().failsafe().value().members().forEach(members::put);
    json(ctx, members);
  }

  void metrics(Context ctx) {
    ctx.contentType(PROMETHEUS).result(ContractMetrics.of(agent.snapshot()) + metrics.scrape());
  }

  private static void json(Context ctx, JsonNode body) {
    ctx.contentType("application/json").result(JsonText.bytes(body));
  }
}
