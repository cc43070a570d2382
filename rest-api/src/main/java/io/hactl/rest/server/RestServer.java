package io.hactl.rest.server;

import io.hactl.rest.access.AccessControl;
import io.hactl.rest.access.HostAddresses;
import io.hactl.rest.client.ApiCheck;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.failover.FailoverRoutes;
import io.hactl.rest.health.HealthRoutes;
import io.hactl.rest.node.AgentApi;
import io.hactl.rest.operation.ConfigRoutes;
import io.hactl.rest.operation.OperationRoutes;
import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.view.ServerMetrics;
import io.hactl.rest.view.StatusJson;
import io.hactl.rest.view.ViewRoutes;
import io.hactl.time.TimeSource;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's HTTP server: health checks for load balancers, the cluster's state and metrics, and
 * operations. Everything that is only looked at is answered from the agent's last snapshot.
 */
public final class RestServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RestServer.class);

  private final AgentApi agent;
  private final TimeSource time;
  private final RestClient peers;
  private final ServerMetrics metrics;
  private final HostAddresses hosts;
  private volatile RestSettings settings;
  private volatile AccessControl access;
  private SslContextFactory.Server tls;
  private Javalin javalin;
  private volatile int listening;

  private RestServer(RestSettings settings, AgentApi agent, TimeSource time, RestClient peers) {
    this.agent = agent;
    this.time = time;
    this.peers = peers;
    this.hosts = new HostAddresses(time);
    this.settings = settings;
    this.access = new AccessControl(settings, hosts);
    this.metrics = new ServerMetrics(agent, time);
  }

  /**
   * Starts to listen.
   *
   * @param peers asks candidates before a switchover; stays the caller's to close
   * @throws IllegalArgumentException with one sentence if a setting or a certificate is unusable
   * @throws IllegalStateException with one sentence if the port cannot be listened on
   */
  public static RestServer start(
      RestSettings settings, AgentApi agent, TimeSource time, RestClient peers) {
    RestServer server = new RestServer(settings, agent, time, peers);
    server.listen(settings);
    return server;
  }

  /** The port listened on. */
  public synchronized int port() {
    return javalin.port();
  }

  /** Where other parts of the agent may register metrics of their own, named {@code hactl.*}. */
  public MeterRegistry metrics() {
    return metrics.registry();
  }

  /**
   * Applies changed settings and reads the certificates anew. Connections survive unless the
   * address or the choice between HTTP and HTTPS changes.
   *
   * @throws IllegalArgumentException with one sentence if something is unusable; the server then
   *     goes on as before
   * @throws IllegalStateException with one sentence if the new address cannot be listened on; the
   *     server then goes on at the old one
   */
  public synchronized void reload(RestSettings changed) {
    AccessControl changedAccess = new AccessControl(changed, hosts);
    boolean sameSocket =
        changed.host().equals(settings.host())
            && changed.port() == settings.port()
            && changed.tls().isPresent() == settings.tls().isPresent();
    if (!sameSocket) {
      moveTo(changed);
    } else if (tls != null) {
      reloadCertificates(changed);
    }
    settings = changed;
    access = changedAccess;
    log.info("The REST API's settings were reloaded");
  }

  /** Whether this server answers a new client within {@code timeout}. */
  public boolean answers(Duration timeout) {
    return ApiCheck.answers(settings, listening, timeout);
  }

  /** Closes the socket and opens it again; where that fails, the next call tries again. */
  public synchronized void restart() {
    int port = listening;
    javalin.stop();
    try {
      listen(settings, port);
    } catch (IllegalStateException e) {
      log.error("{}", e.getMessage());
    }
  }

  private void moveTo(RestSettings changed) {
    if (changed.tls().isPresent()) {
      JettySetup.load(new SslContextFactory.Server(), changed);
    }
    javalin.stop();
    try {
      listen(changed);
    } catch (IllegalStateException e) {
      listen(settings);
      throw e;
    }
  }

  private void reloadCertificates(RestSettings changed) {
    JettySetup.load(new SslContextFactory.Server(), changed);
    try {
      tls.reload(factory -> JettySetup.load(factory, changed));
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the REST API's certificate cannot be reloaded: " + e.getMessage(), e);
    }
  }

  private void listen(RestSettings with) {
    listen(with, with.port());
  }

  private void listen(RestSettings with, int port) {
    tls = null;
    if (with.tls().isPresent()) {
      tls = new SslContextFactory.Server();
      JettySetup.load(tls, with);
    }
    Javalin created = Javalin.create(config -> configure(config, with.onPort(port)));
    try {
      created.start();
    } catch (RuntimeException e) {
      created.stop();
      throw new IllegalStateException(
          "the REST API cannot listen on %s:%d, restapi.listen: %s"
              .formatted(with.host(), port, rootMessage(e)),
          e);
    }
    javalin = created;
    listening = created.port();
    log.info("The REST API listens on {}://{}:{}", with.scheme(), with.host(), created.port());
  }

  private void configure(JavalinConfig config, RestSettings with) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "text/plain; charset=utf-8";
    JettySetup.configure(config.jetty, with, tls);
    StatusJson status = new StatusJson();
    new Routes(agent, metrics, () -> access, this::extraHeaders)
        .register(
            config.routes,
            new ViewRoutes(agent, time, status, metrics),
            new ConfigRoutes(agent),
            new FailoverRoutes(agent, peers, time),
            new OperationRoutes(agent, time),
            new HealthRoutes(agent, time, status));
  }

  private Map<String, String> extraHeaders() {
    return settings.extraHeaders();
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Stops listening; requests under way are given a second. */
  @Override
  public synchronized void close() {
    javalin.stop();
    metrics.close();
  }
}
