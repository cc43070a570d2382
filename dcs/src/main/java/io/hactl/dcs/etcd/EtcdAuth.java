package io.hactl.dcs.etcd;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.util.concurrent.CompletableFuture;

/** Keeps the token that user and password are exchanged for. */
final class EtcdAuth {

  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

  private final EtcdSettings settings;
  private volatile Metadata known;

  EtcdAuth(EtcdSettings settings) {
    this.settings = settings;
    this.known = settings.username().isEmpty() ? new Metadata() : null;
  }

  /** The header that every call carries; asks for a token where there is none. */
  CompletableFuture<Metadata> header(Channel channel, Deadline deadline) {
    Metadata header = known;
    if (header != null) {
      return CompletableFuture.completedFuture(header);
    }
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder()
            .setName(settings.username().orElseThrow())
            .setPassword(settings.password().map(secret -> secret.value()).orElse(""))
            .build();
    Reply<AuthenticateResponse> reply = new Reply<>();
    AuthGrpc.newStub(channel).withDeadline(deadline).authenticate(request, reply);
    return reply
        .future()
        .handle(
            (answer, error) -> {
              Metadata answered = new Metadata();
              if (error == null) {
                answered.put(TOKEN, answer.getToken());
              } else if (!EtcdErrors.isAuthenticationOff(error)) {
                throw Reply.rethrow(error);
              }
              known = answered;
              return answered;
            });
  }

  /** Forgets the token, if this was it, so that the next call asks for a new one. */
  void expired(Metadata header) {
    if (settings.username().isPresent() && known == header) {
      known = null;
    }
  }
}
