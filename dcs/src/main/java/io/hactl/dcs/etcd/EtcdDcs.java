package io.hactl.dcs.etcd;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.stub.StreamObserver;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/**
 * A cluster's place in etcd, API version 3, from etcd 3.4 on. It has two threads: one for the
 * network, one for completions and watch listeners; gRPC adds a timer and, while it resolves names,
 * a third.
 */
public final class EtcdDcs implements Dcs {

  private final EtcdKeys keys;
  private final ScheduledThreadPoolExecutor executor;
  private final EtcdChannels channels;
  private final EtcdAuth auth;
  private final EtcdCalls calls;
  private final Duration callTimeout;
  private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();

  private EtcdDcs(EtcdSettings settings, String prefix) {
    ThreadFactory threads = Thread.ofPlatform().daemon().name("hactl-etcd-", 0).factory();
    this.keys = new EtcdKeys(prefix);
    this.executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    try {
      this.channels = new EtcdChannels(settings, executor, threads);
    } catch (IllegalArgumentException e) {
      executor.shutdown();
      throw e;
    }
    this.auth = new EtcdAuth(settings);
    this.callTimeout = settings.callTimeout();
    this.calls = new EtcdCalls(channels, auth, executor, callTimeout);
  }

  /**
   * Prepares the connection; does not wait for it.
   *
   * @param prefix as {@link io.hactl.dcs.Keys#prefix} makes it
   * @throws IllegalArgumentException if an endpoint or a TLS file cannot be used; one sentence
   */
  public static EtcdDcs connect(EtcdSettings settings, String prefix) {
    EtcdDcs dcs = new EtcdDcs(settings, prefix);
    if (settings.discover()) {
      new EtcdDiscovery(dcs.calls, dcs.channels, dcs.executor, settings.tls()).start();
    }
    return dcs;
  }

  @Override
  public CompletionStage<Cluster> read() {
    return range().thenApply(answer -> ClusterCodec.read(keys.keySpace(answer)));
  }

  private CompletableFuture<RangeResponse> range() {
    return calls.repeatable(
        (channel, deadline, reply) ->
            KVGrpc.newStub(channel).withDeadline(deadline).range(keys.rangeRequest(), reply));
  }

  @Override
  public Watch watch(WatchListener listener) {
    EtcdWatch watch =
        new EtcdWatch(
            keys, this::range, channels, auth, executor, callTimeout, listener, watches::remove);
    watches.add(watch);
    watch.start();
    return watch;
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    long seconds = Math.max(1, ttl.plusNanos(999_999_999).toSeconds());
    LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setTTL(seconds).build();
    return calls
        .<LeaseGrantResponse>once(
            (channel, deadline, reply) ->
                LeaseGrpc.newStub(channel).withDeadline(deadline).leaseGrant(request, reply))
        .thenApply(answer -> new Session(answer.getID(), Duration.ofSeconds(answer.getTTL())));
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    LeaseKeepAliveRequest request = LeaseKeepAliveRequest.newBuilder().setID(session.id()).build();
    return calls
        .<LeaseKeepAliveResponse>repeatable(
            (channel, deadline, reply) -> {
              StreamObserver<LeaseKeepAliveRequest> stream =
                  LeaseGrpc.newStub(channel)
                      .withDeadline(deadline)
                      .withInterceptors(EtcdWatch.REQUIRE_LEADER)
                      .leaseKeepAlive(reply);
              stream.onNext(request);
              stream.onCompleted();
            })
        .thenAccept(
            answer -> {
              if (answer.getTTL() <= 0) {
                throw new DcsException(
                    new DcsFailure.Conflict("The session is gone: it was not renewed in time."));
              }
            });
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    LeaseRevokeRequest request = LeaseRevokeRequest.newBuilder().setID(session.id()).build();
    return calls
        .<LeaseRevokeResponse>repeatable(
            (channel, deadline, reply) ->
                LeaseGrpc.newStub(channel).withDeadline(deadline).leaseRevoke(request, reply))
        .handle(
            (answer, error) -> {
              if (error != null
                  && !(DcsException.failureOf(error) instanceof DcsFailure.Conflict)) {
                throw Reply.rethrow(error);
              }
              return null;
            });
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    TxnRequest request = keys.txnRequest(transaction);
    return calls
        .<TxnResponse>once(
            (channel, deadline, reply) ->
                KVGrpc.newStub(channel).withDeadline(deadline).txn(request, reply))
        .thenApply(
            answer -> {
              if (!answer.getSucceeded()) {
                throw new DcsException(keys.conflict(transaction, answer));
              }
              return answer.getHeader().getRevision();
            });
  }

  @Override
  public void close() {
    watches.forEach(EtcdWatch::close);
    calls.close();
    channels.close();
    executor.shutdown();
  }
}
