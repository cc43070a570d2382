package io.hactl.rest.view;

import io.hactl.dcs.cluster.FaultKind;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the agent tells of itself beyond the contract: {@code hactl_*} and the Java runtime. */
public final class ServerMetrics implements AutoCloseable {

  private static final List<String> PLACES = List.of("data", "pg_wal");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AgentApi agent;
  private final TimeSource time;

  /** Registers the agent's metrics; each is read from the newest snapshot when it is asked for. */
  public ServerMetrics(AgentApi agent, TimeSource time) {
    this.agent = agent;
    this.time = time;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gauge(
        "hactl.lease.left.seconds",
        "Seconds until this node's leader lease ends, 0 without a lease.",
        this::leaseLeft);
    gauge(
        "hactl.loop.age.seconds",
        "Seconds since the agent's loop last published what it knows.",
        node -> seconds(time.now().since(node.takenAt())));
    gauge(
        "hactl.loop.believable",
        "Value is 1 if the agent's loop is alive, 0 if health checks answer 503 because it hangs.",
        node -> node.isBelievable(time.now()) ? 1 : 0);
    gauge(
        "hactl.watchdog.failed",
        "Value is 1 if the watchdog could not be armed, 0 otherwise.",
        node -> node.watchdogFailed() ? 1 : 0);
    for (FaultKind kind : FaultKind.values()) {
      // The name stays, as dashboards and alerts ask for it.
      Gauge.builder("hactl.ailment", agent, a -> has(a.snapshot(), kind.word()))
          .description("Value is 1 while this is wrong with the node, 0 otherwise.")
          .tag("kind", kind.word())
          .register(registry);
    }
    for (String place : PLACES) {
      Gauge.builder("hactl.free.bytes", agent, a -> free(a.snapshot(), place))
          .description("Bytes free on the file system, NaN where it is not measured by itself.")
          .tag("place", place)
          .register(registry);
    }
  }

  private void gauge(String name, String help, ToDoubleFunction<NodeSnapshot> value) {
    Gauge.builder(name, agent, a -> value.applyAsDouble(a.snapshot()))
        .description(help)
        .register(registry);
  }

  private static double has(NodeSnapshot node, String kind) {
    return node.faults().stream().anyMatch(a -> a.kind().equals(kind)) ? 1 : 0;
  }

  private static double free(NodeSnapshot node, String place) {
    return node.spaces().stream()
        .filter(space -> space.place().equals(place))
        .mapToDouble(NodeSnapshot.Space::freeBytes)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double leaseLeft(NodeSnapshot node) {
    Tick now = time.now();
    return node.leaseUntil().map(until -> Math.max(0, seconds(until.since(now)))).orElse(0.0);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /**
   * Counts an answered request.
   *
   * @param route the route, not the path, so that strangers cannot make up time series
   */
  public void answered(String method, String route, int status, long nanos) {
    registry
        .timer("hactl.http.requests", "method", method, "route", route, "status", "" + status)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Where others may register metrics of their own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
