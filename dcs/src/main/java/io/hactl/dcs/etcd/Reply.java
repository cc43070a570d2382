package io.hactl.dcs.etcd;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The first message of a stream as a future. */
final class Reply<T> implements StreamObserver<T> {

  private final CompletableFuture<T> future = new CompletableFuture<>();

  CompletableFuture<T> future() {
    return future;
  }

  @Override
  public void onNext(T value) {
    future.complete(value);
  }

  @Override
  public void onError(Throwable error) {
    future.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    future.completeExceptionally(
        Status.UNAVAILABLE.withDescription("the stream ended early").asRuntimeException());
  }

  static CompletionException rethrow(Throwable error) {
    return error instanceof CompletionException e ? e : new CompletionException(error);
  }
}
