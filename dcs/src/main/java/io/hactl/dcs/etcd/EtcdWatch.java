package io.hactl.dcs.etcd;

import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.codec.ClusterReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads everything, follows the changes after that, and begins anew whenever the stream breaks. All
 * its state belongs to the executor's one thread.
 */
final class EtcdWatch implements Dcs.Watch {

  /** An etcd member that has lost its leader ends the stream instead of staying silent. */
  static final ClientInterceptor REQUIRE_LEADER = requireLeader();

  private static final Logger log = LoggerFactory.getLogger(EtcdWatch.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final EtcdKeys keys;
  private final Supplier<CompletableFuture<RangeResponse>> range;
  private final EtcdChannels channels;
  private final EtcdAuth auth;
  private final ScheduledExecutorService executor;
  private final Duration callTimeout;
  private final Dcs.WatchListener listener;
  private final Consumer<EtcdWatch> onClose;
  private final ClusterReader reader = new ClusterReader();
  private KeySpace state;
  private Stream stream;
  private Duration pause = SHORTEST_PAUSE;
  private boolean toldDisconnected;

  /** Some proxies drop probes; silence means something only where there has been an answer. */
  private boolean probesAreAnswered;

  private volatile boolean closed;

  EtcdWatch(
      EtcdKeys keys,
      Supplier<CompletableFuture<RangeResponse>> range,
      EtcdChannels channels,
      EtcdAuth auth,
      ScheduledExecutorService executor,
      Duration callTimeout,
      Dcs.WatchListener listener,
      Consumer<EtcdWatch> onClose) {
    this.keys = keys;
    this.range = range;
    this.channels = channels;
    this.auth = auth;
    this.executor = executor;
    this.callTimeout = callTimeout;
    this.listener = listener;
    this.onClose = onClose;
  }

  private static ClientInterceptor requireLeader() {
    Metadata header = new Metadata();
    header.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    return MetadataUtils.newAttachHeadersInterceptor(header);
  }

  void start() {
    later(Duration.ZERO, this::readAll);
  }

  private void readAll() {
    range
        .get()
        .whenCompleteAsync(
            (answer, error) -> {
              if (closed) {
                return;
              }
              if (error != null) {
                disconnected(DcsException.failureOf(error));
                return;
              }
              changed(keys.keySpace(answer));
              follow();
            },
            executor);
  }

  private void follow() {
    Endpoint endpoint = channels.current();
    Stream opened = new Stream(endpoint);
    stream = opened;
    try {
      ManagedChannel channel = channels.channel(endpoint);
      auth.header(channel, Deadline.after(callTimeout.toMillis(), TimeUnit.MILLISECONDS))
          .whenCompleteAsync(
              (header, error) -> {
                if (error == null) {
                  opened.open(channel, header, state.revision() + 1);
                } else {
                  opened.failed(error.getCause() == null ? error : error.getCause());
                }
              },
              executor);
    } catch (IllegalStateException e) {
      close();
    }
  }

  private void changed(KeySpace now) {
    state = now;
    pause = SHORTEST_PAUSE;
    toldDisconnected = false;
    tell(() -> listener.changed(reader.read(now)));
  }

  private void disconnected(DcsFailure why) {
    log.debug("The watch on etcd has ended: {}", why.message());
    if (!toldDisconnected) {
      toldDisconnected = true;
      tell(() -> listener.disconnected(why));
    }
    Duration wait = pause;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    later(wait, this::readAll);
  }

  /** A listener that throws must not end the watch. */
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("The listener of the watch on etcd failed.", e);
    }
  }

  private void later(Duration delay, Runnable task) {
    try {
      executor.schedule(
          () -> {
            if (!closed) {
              task.run();
            }
          },
          delay.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The watch on etcd is over: the connection is closed.");
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
    try {
      executor.execute(
          () -> {
            if (stream != null) {
              stream.cancel();
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("The watch on etcd is over: the connection is closed.");
    }
  }

  /** One stream, until its first failure. */
  private final class Stream implements StreamObserver<WatchResponse> {
    private final Endpoint endpoint;
    private StreamObserver<WatchRequest> requests;
    private Metadata header = new Metadata();
    private boolean over;
    private int unanswered;

    Stream(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    void open(ManagedChannel channel, Metadata credentials, long startRevision) {
      if (closed) {
        return;
      }
      header = credentials;
      requests =
          WatchGrpc.newStub(
                  ClientInterceptors.intercept(
                      channel, MetadataUtils.newAttachHeadersInterceptor(credentials)))
              .withInterceptors(REQUIRE_LEADER)
              .watch(this);
      requests.onNext(keys.watchRequest(startRevision));
      probe();
    }

    /** Often enough to notice a dead connection soon, rarely enough to cost nothing. */
    private Duration probeInterval() {
      return Duration.ofMillis(Math.clamp(callTimeout.toMillis(), 500, 3000));
    }

    private void probe() {
      if (over) {
        return;
      }
      if (++unanswered > 1 && probesAreAnswered) {
        failed(Status.DEADLINE_EXCEEDED.withDescription("silence").asRuntimeException());
        return;
      }
      requests.onNext(
          WatchRequest.newBuilder()
              .setProgressRequest(WatchProgressRequest.getDefaultInstance())
              .build());
      later(probeInterval(), this::probe);
    }

    @Override
    public void onNext(WatchResponse response) {
      if (over || closed) {
        return;
      }
      unanswered = 0;
      if (response.getCanceled()) {
        cancelled(response);
      } else if (response.getEventsCount() > 0) {
        changed(keys.apply(state, response.getEventsList()));
      } else if (!response.getCreated()) {
        probesAreAnswered = true;
      }
    }

    private void cancelled(WatchResponse response) {
      String reason = response.getCancelReason();
      if (reason.contains("permission denied") || EtcdErrors.isTokenExpired(reason)) {
        // etcd answers so to an expired token too.
        auth.expired(header);
      }
      String why =
          response.getCompactRevision() > 0
              ? "the changes up to revision " + response.getCompactRevision() + " are compacted"
              : reason;
      failed(Status.ABORTED.withDescription(why).asRuntimeException());
    }

    @Override
    public void onError(Throwable error) {
      failed(error);
    }

    @Override
    public void onCompleted() {
      failed(Status.UNAVAILABLE.withDescription("the stream ended").asRuntimeException());
    }

    void failed(Throwable error) {
      if (over || closed) {
        return;
      }
      cancel();
      if (EtcdErrors.isTokenExpired(error)) {
        auth.expired(header);
      }
      if (EtcdErrors.isEndpointFault(error)
          && Status.fromThrowable(error).getCode() != Status.Code.ABORTED) {
        channels.failed(endpoint);
      }
      disconnected(EtcdErrors.failure(error, endpoint));
    }

    void cancel() {
      over = true;
      if (requests != null) {
        requests.onError(Status.CANCELLED.asRuntimeException());
      }
    }
  }
}
