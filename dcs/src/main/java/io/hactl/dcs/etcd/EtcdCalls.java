package io.hactl.dcs.etcd;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Calls with a hard time-out. A call that may be repeated is tried on one endpoint after the other
 * until the time is over; one that may not is tried again only where it was surely never sent, or
 * was refused for an old token. So a lost reply is always reported as such, and never turned into
 * the answer to a second attempt.
 */
final class EtcdCalls implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(200);

  private final EtcdChannels channels;
  private final EtcdAuth auth;
  private final ScheduledExecutorService executor;
  private final Duration timeout;
  private final Set<Call<?>> pending = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EtcdCalls(
      EtcdChannels channels, EtcdAuth auth, ScheduledExecutorService executor, Duration timeout) {
    this.channels = channels;
    this.auth = auth;
    this.executor = executor;
    this.timeout = timeout;
  }

  /** Sends the request; the channel carries the credentials. */
  interface Request<T> {
    void send(Channel channel, Deadline deadline, StreamObserver<T> reply);
  }

  /** For reads, and for what has the same effect when done twice. */
  <T> CompletableFuture<T> repeatable(Request<T> request) {
    return start(new Call<>(request, true));
  }

  /** For what must not be done twice. */
  <T> CompletableFuture<T> once(Request<T> request) {
    return start(new Call<>(request, false));
  }

  private <T> CompletableFuture<T> start(Call<T> call) {
    pending.add(call);
    call.result.whenComplete((value, error) -> pending.remove(call));
    call.attempt();
    if (closed) {
      call.fail(closedFailure());
    }
    return call.result;
  }

  private static DcsException closedFailure() {
    return new DcsException(new DcsFailure.Retryable("The connection to etcd is closed."));
  }

  @Override
  public void close() {
    closed = true;
    pending.forEach(call -> call.fail(closedFailure()));
  }

  /** One call, from its first attempt to its result. */
  private final class Call<T> {
    private final Request<T> request;
    private final boolean repeatable;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final long deadlineNanos = System.nanoTime() + timeout.toNanos();
    private boolean tokenRenewed;

    Call(Request<T> request, boolean repeatable) {
      this.request = request;
      this.repeatable = repeatable;
    }

    private void attempt() {
      if (result.isDone()) {
        return;
      }
      Endpoint endpoint = channels.current();
      try {
        ManagedChannel channel = channels.channel(endpoint);
        Deadline deadline = Deadline.after(attemptNanos(), TimeUnit.NANOSECONDS);
        auth.header(channel, deadline)
            .whenComplete(
                (header, error) -> {
                  if (error == null) {
                    send(endpoint, channel, deadline, header);
                  } else {
                    // No token: the request itself was never sent.
                    failed(endpoint, cause(error), true);
                  }
                });
      } catch (IllegalStateException e) {
        fail(closedFailure());
      }
    }

    private void send(
        Endpoint endpoint, ManagedChannel channel, Deadline deadline, Metadata header) {
      Reply<T> reply = new Reply<>();
      request.send(
          ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(header)),
          deadline,
          reply);
      reply
          .future()
          .whenComplete(
              (value, error) -> {
                if (error == null) {
                  result.complete(value);
                } else if (EtcdErrors.isTokenExpired(error) && !tokenRenewed) {
                  tokenRenewed = true;
                  auth.expired(header);
                  attempt();
                } else {
                  failed(endpoint, error, repeatable || EtcdErrors.isNeverSent(error));
                }
              });
    }

    /** Leaves enough of the time for another endpoint where there is one. */
    private long attemptNanos() {
      long remaining = Math.max(0, deadlineNanos - System.nanoTime());
      if (!repeatable || channels.count() == 1) {
        return remaining;
      }
      return Math.min(remaining, Math.max(remaining / 2, SHORTEST_ATTEMPT.toNanos()));
    }

    private void failed(Endpoint endpoint, Throwable error, boolean mayRepeat) {
      DcsFailure failure = EtcdErrors.failure(error, endpoint);
      if (EtcdErrors.isEndpointFault(error)) {
        channels.failed(endpoint);
      }
      boolean timeLeft = deadlineNanos - System.nanoTime() > PAUSE.toNanos();
      if (failure instanceof DcsFailure.Retryable && mayRepeat && timeLeft) {
        try {
          executor.schedule(this::attempt, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
          return;
        } catch (RejectedExecutionException e) {
          fail(closedFailure());
        }
      }
      fail(new DcsException(failure, error));
    }

    private void fail(DcsException error) {
      result.completeExceptionally(error);
    }

    private static Throwable cause(Throwable error) {
      return error.getCause() == null ? error : error.getCause();
    }
  }
}
