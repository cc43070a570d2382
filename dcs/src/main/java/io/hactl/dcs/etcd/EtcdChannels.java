package io.hactl.dcs.etcd;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints and one connection to each that is in use. All calls go to the current endpoint;
 * one that fails hands over to the next, and nothing goes back until that fails in turn.
 */
final class EtcdChannels implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EtcdChannels.class);

  /**
   * gRPC pings no more often than this, and etcd refuses more than one in 5 s. Watches notice a
   * dead connection sooner by their own probes, calls by their time-outs.
   */
  private static final Duration KEEPALIVE = Duration.ofSeconds(10);

  private static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(3);

  private final List<Endpoint> configured;
  private final Optional<SslContext> tls;
  private final Duration connectTimeout;
  private final Executor executor;
  private final EventLoopGroup eventLoop;
  private final Map<Endpoint, ManagedChannel> channels = new HashMap<>();
  private List<Endpoint> endpoints;
  private int current;
  private boolean closed;

  EtcdChannels(EtcdSettings settings, Executor executor, ThreadFactory threads) {
    if (settings.endpoints().isEmpty()) {
      throw new IllegalArgumentException("etcd needs at least one endpoint, host:port.");
    }
    this.configured = settings.endpoints().stream().map(Endpoint::parse).distinct().toList();
    this.tls = settings.tls() ? Optional.of(EtcdTls.context(settings)) : Optional.empty();
    this.connectTimeout = settings.callTimeout().dividedBy(2);
    this.executor = executor;
    this.eventLoop = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    this.endpoints = configured;
  }

  synchronized Endpoint current() {
    return endpoints.get(current);
  }

  synchronized int count() {
    return endpoints.size();
  }

  /** Hands over to the next endpoint, unless someone else has already done so. */
  synchronized void failed(Endpoint endpoint) {
    if (endpoints.size() > 1 && current().equals(endpoint)) {
      current = (current + 1) % endpoints.size();
      log.info("etcd at {} fails; going on with {}.", endpoint, current());
    }
  }

  /** Puts what etcd says of itself before what was configured, which stays as a way back. */
  synchronized void discovered(Collection<Endpoint> found) {
    LinkedHashSet<Endpoint> all = new LinkedHashSet<>(found);
    all.addAll(configured);
    if (all.equals(new LinkedHashSet<>(endpoints))) {
      return;
    }
    Endpoint inUse = current();
    endpoints = new ArrayList<>(all);
    current = Math.max(0, endpoints.indexOf(inUse));
    channels
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !all.contains(entry.getKey());
              if (gone) {
                entry.getValue().shutdown();
              }
              return gone;
            });
    log.info("etcd's endpoints are {}.", endpoints);
  }

  /** The connection to the endpoint, which tries to connect at once if it had given up. */
  synchronized ManagedChannel channel(Endpoint endpoint) {
    if (closed) {
      throw new IllegalStateException("The connection to etcd is closed.");
    }
    ManagedChannel channel = channels.computeIfAbsent(endpoint, this::open);
    // gRPC would wait for up to two minutes between its attempts.
    channel.resetConnectBackoff();
    return channel;
  }

  private ManagedChannel open(Endpoint endpoint) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
            .eventLoopGroup(eventLoop)
            .channelType(NioSocketChannel.class)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
            .executor(executor)
            .proxyDetector(address -> null)
            .disableServiceConfigLookUp()
            .disableRetry()
            .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .maxInboundMessageSize(64 << 20);
    tls.ifPresentOrElse(
        context -> builder.negotiationType(NegotiationType.TLS).sslContext(context),
        builder::usePlaintext);
    return builder.build();
  }

  @Override
  public void close() {
    List<ManagedChannel> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(channels.values());
    }
    open.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : open) {
        channel.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
