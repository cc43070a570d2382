package io.hactl.rest.server;

import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.settings.RestSettings.VerifyClient;
import io.hactl.rest.tls.CipherSuites;
import io.hactl.rest.tls.TlsContext;
import io.hactl.rest.tls.TlsFiles;
import io.javalin.config.JettyConfig;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A small Jetty: one acceptor, one selector, requests on virtual threads, bounded waiting. */
final class JettySetup {

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int MOST_CONNECTIONS = 2000;

  private JettySetup() {}

  static void configure(JettyConfig jetty, RestSettings settings, SslContextFactory.Server tls) {
    QueuedThreadPool threads = new QueuedThreadPool(8, 1, (int) IDLE.toMillis());
    threads.setName("rest");
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-", 0).factory()));
    jetty.threadPool = threads;
    jetty.modifyHttpConfiguration(JettySetup::http);
    jetty.modifyServer(
        server -> {
          server.setErrorHandler(new PlainErrors());
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
          server.setStopTimeout(1000);
        });
    jetty.addConnector((server, http) -> connector(server, http, settings, tls));
  }

  private static void http(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(8192);
  }

  private static Connector connector(
      Server server, HttpConfiguration http, RestSettings settings, SslContextFactory.Server tls) {
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      // Members are addressed by IP as often as by name, so the name asked for is not compared.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server,
              1,
              1,
              new SslConnectionFactory(tls, "http/1.1"),
              new HttpConnectionFactory(http));
    }
    connector.setHost(
        settings.host().isEmpty() || settings.host().equals("*") ? null : settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    // Idle connections do not hold up a stop; requests under way do, for a second.
    connector.setShutdownIdleTimeout(50);
    connector.setAcceptQueueSize(128);
    connector.setReuseAddress(true);
    return connector;
  }

  /** Reads the certificates of {@code settings} into {@code factory}. */
  static void load(SslContextFactory factory, RestSettings settings) {
    TlsFiles files = settings.tls().orElseThrow();
    factory.setSslContext(TlsContext.of(files, false));
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    settings
        .ciphers()
        .ifPresent(ciphers -> factory.setIncludeCipherSuites(CipherSuites.parse(ciphers)));
    if (factory instanceof SslContextFactory.Server server) {
      server.setNeedClientAuth(settings.verifyClient() == VerifyClient.REQUIRED);
      server.setWantClientAuth(settings.verifyClient() == VerifyClient.OPTIONAL);
    }
  }
}
