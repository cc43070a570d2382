package io.hactl.rest.server;

import io.hactl.dcs.DcsException;
import io.hactl.rest.access.AccessControl;
import io.hactl.rest.failover.FailoverRoutes;
import io.hactl.rest.health.HealthRoutes;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.operation.ConfigRoutes;
import io.hactl.rest.operation.OperationRoutes;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.view.ServerMetrics;
import io.hactl.rest.view.ViewRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which request goes where, and what becomes of failures. */
final class Routes {

  private static final Logger log = LoggerFactory.getLogger(Routes.class);
  private static final String STARTED = "started";
  private static final String ROUTE = "route";

  private final AgentApi agent;
  private final ServerMetrics metrics;
  private final Supplier<AccessControl> access;
  private final Supplier<Map<String, String>> extraHeaders;

  Routes(
      AgentApi agent,
      ServerMetrics metrics,
      Supplier<AccessControl> access,
      Supplier<Map<String, String>> extraHeaders) {
    this.agent = agent;
    this.metrics = metrics;
    this.access = access;
    this.extraHeaders = extraHeaders;
  }

  void register(
      RoutesConfig routes,
      ViewRoutes views,
      ConfigRoutes config,
      FailoverRoutes failover,
      OperationRoutes operations,
      HealthRoutes health) {
    routes.before(this::begin);
    routes.after(this::end);
    view(routes, "/patroni", views::patroni);
    view(routes, "/cluster", views::cluster);
    view(routes, "/history", views::history);
    view(routes, "/lost_wal", views::lostWal);
    view(routes, "/failsafe", views::failsafe);
    view(routes, "/metrics", views::metrics);
    view(routes, "/config", config::get);
    change(routes, HandlerType.PATCH, "/config", config::patch);
    change(routes, HandlerType.PUT, "/config", config::put);
    change(routes, HandlerType.POST, "/switchover", failover::switchover);
    change(routes, HandlerType.DELETE, "/switchover", failover::cancel);
    change(routes, HandlerType.POST, "/failover", failover::failover);
    change(routes, HandlerType.POST, "/restart", operations::restart);
    change(routes, HandlerType.DELETE, "/restart", operations::cancelRestart);
    change(routes, HandlerType.POST, "/failsafe", operations::failsafe);
    change(routes, HandlerType.POST, "/reload", operations::reload);
    change(routes, HandlerType.POST, "/reinitialize", operations::reinitialize);
    check(routes, HandlerType.GET, health::get);
    check(routes, HandlerType.HEAD, health::head);
    check(routes, HandlerType.OPTIONS, health::head);
    failures(routes);
  }

  private void view(RoutesConfig routes, String path, Handler handler) {
    Handler named = named(path, handler);
    routes.get(path, named);
    routes.head(path, named);
    routes.options(path, named(path, ctx -> ctx.header("Allow", "GET, HEAD, OPTIONS")));
  }

  private void change(RoutesConfig routes, HandlerType method, String path, Handler handler) {
    routes.addHttpHandler(
        method,
        path,
        named(
            path,
            ctx -> {
              access.get().check(ctx, agent.snapshot().cluster());
              handler.handle(ctx);
            }));
  }

  private void check(RoutesConfig routes, HandlerType method, Function<Context, String> check) {
    routes.addHttpHandler(method, "*", ctx -> ctx.attribute(ROUTE, check.apply(ctx)));
  }

  private static Handler named(String route, Handler handler) {
    return ctx -> {
      ctx.attribute(ROUTE, route);
      handler.handle(ctx);
    };
  }

  private void begin(Context ctx) {
    ctx.attribute(STARTED, System.nanoTime());
    extraHeaders.get().forEach(ctx::header);
  }

  private void end(Context ctx) {
    Long started = ctx.attribute(STARTED);
    String route = ctx.attribute(ROUTE);
    metrics.answered(
        ctx.method().name(),
        route == null ? "other" : route,
        ctx.statusCode(),
        started == null ? 0 : System.nanoTime() - started);
  }

  private static void failures(RoutesConfig routes) {
    routes.exception(
        Refusal.class,
        (e, ctx) -> {
          e.headers().forEach(ctx::header);
          text(ctx, e.status(), e.getMessage());
        });
    routes.exception(
        DcsException.class,
        (e, ctx) -> {
          log.warn("{} {} failed: {}", ctx.method(), ctx.path(), e.failure().message());
          text(ctx, 503, "the DCS did not do it: " + e.failure().message());
        });
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> {
          e.getDetails().forEach(ctx::header);
          text(
              ctx,
              e.getStatus(),
              "%s %s is not supported".formatted(ctx.method().name(), ctx.path()));
        });
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("{} {} failed", ctx.method(), ctx.path(), e);
          text(ctx, 500, "the agent could not answer; its log says why");
        });
  }

  private static void text(Context ctx, int status, String message) {
    ctx.status(status).contentType("text/plain; charset=utf-8").result(message);
  }
}
