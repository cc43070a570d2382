package io.hactl.dcs.etcd;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.hactl.dcs.DcsException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks etcd now and then where its members take clients. */
final class EtcdDiscovery {

  private static final Logger log = LoggerFactory.getLogger(EtcdDiscovery.class);
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final EtcdCalls calls;
  private final EtcdChannels channels;
  private final ScheduledExecutorService executor;
  private final String scheme;

  EtcdDiscovery(
      EtcdCalls calls, EtcdChannels channels, ScheduledExecutorService executor, boolean tls) {
    this.calls = calls;
    this.channels = channels;
    this.executor = executor;
    this.scheme = tls ? "https://" : "http://";
  }

  void start() {
    calls
        .<MemberListResponse>repeatable(
            (channel, deadline, reply) ->
                ClusterGrpc.newStub(channel)
                    .withDeadline(deadline)
                    .memberList(MemberListRequest.getDefaultInstance(), reply))
        .whenComplete(
            (answer, error) -> {
              if (error == null) {
                channels.discovered(endpoints(answer));
                again(EVERY);
              } else {
                log.debug(
                    "etcd's members cannot be listed: {}", DcsException.failureOf(error).message());
                again(AFTER_FAILURE);
              }
            });
  }

  private Set<Endpoint> endpoints(MemberListResponse answer) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    answer.getMembersList().stream()
        .flatMap(member -> member.getClientURLsList().stream())
        .filter(url -> url.startsWith(scheme))
        .forEach(
            url -> {
              try {
                endpoints.add(Endpoint.parse(url));
              } catch (IllegalArgumentException e) {
                log.debug("etcd names an endpoint that cannot be used: {}", e.getMessage());
              }
            });
    return endpoints;
  }

  private void again(Duration delay) {
    try {
      executor.schedule(this::start, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("etcd's members are not looked up any more: the connection is closed.");
    }
  }
}
