package io.hactl.rest;

import io.hactl.time.TimeSource;
import io.javalin.http.Context;

/** Health checks: whatever is asked for with GET, HEAD or OPTIONS and is nothing else. */
final class HealthRoutes {

  private final AgentApi agent;
  private final TimeSource time;
  private final StatusJson status;

  HealthRoutes(AgentApi agent, TimeSource time, StatusJson status) {
    this.agent = agent;
    this.time = time;
    this.status = status;
  }

  /** Status code and the node's status. */
  Check get(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    Check check = Check.of(ctx.path());
    judge(ctx, check, node);
    if (check.hasBody()) {
      ctx.contentType("application/json").result(status.bytes(node));
    }
    return check;
  }

  /** The status code only. */
  Check head(Context ctx) {
    Check check = Check.of(ctx.path());
    judge(ctx, check, agent.snapshot());
    return check;
  }

  private void judge(Context ctx, Check check, NodeSnapshot node) {
    Query query = Query.parse(ctx.queryString());
    ctx.status(HealthChecks.statusOf(check, query, node, time.now()));
  }
}
