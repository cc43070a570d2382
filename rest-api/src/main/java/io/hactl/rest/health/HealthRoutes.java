package io.hactl.rest.health;

import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.view.StatusJson;
import io.hactl.time.TimeSource;
import io.javalin.http.Context;

/** Health checks: whatever is asked for with GET, HEAD or OPTIONS and is nothing else. */
public final class HealthRoutes {

  private final AgentApi agent;
  private final TimeSource time;
  private final StatusJson status;

  /**
   * Routes that answer from the last snapshot.
   *
   * @param status renders the body
   */
  public HealthRoutes(AgentApi agent, TimeSource time, StatusJson status) {
    this.agent = agent;
    this.time = time;
    this.status = status;
  }

  /** Status code and the node's status; returns the word for the check that was made. */
  public String get(Context ctx) {
    NodeSnapshot node = agent.snapshot();
    Check check = Check.of(ctx.path());
    judge(ctx, check, node);
    if (check.hasBody()) {
      ctx.contentType("application/json").result(status.bytes(node));
    }
    return check.word();
  }

  /** The status code only; returns the word for the check that was made. */
  public String head(Context ctx) {
    Check check = Check.of(ctx.path());
    judge(ctx, check, agent.snapshot());
    return check.word();
  }

  private void judge(Context ctx, Check check, NodeSnapshot node) {
    Query query = Query.parse(ctx.queryString());
    ctx.status(HealthChecks.statusOf(check, query, node, time.now()));
  }
}
