package io.hactl.dcs.etcd;

import io.grpc.Status;
import io.hactl.dcs.DcsFailure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;

/**
 * What etcd's errors mean. The texts are those of <a
 * href="https://github.com/etcd-io/etcd/blob/main/api/v3rpc/rpctypes/error.go">rpctypes</a>.
 */
final class EtcdErrors {

  private static final Set<Status.Code> FATAL =
      Set.of(
          Status.Code.PERMISSION_DENIED,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED);

  private EtcdErrors() {}

  static DcsFailure failure(Throwable error, Endpoint endpoint) {
    Status status = Status.fromThrowable(error);
    if (status.getCode() == Status.Code.NOT_FOUND) {
      return new DcsFailure.Conflict("The session is gone: " + text(status) + ".");
    }
    if (FATAL.contains(status.getCode()) && !isTokenExpired(status)) {
      return new DcsFailure.Fatal("etcd refuses the request: " + text(status) + ".");
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return new DcsFailure.Retryable("etcd at " + endpoint + " gave no answer in time.");
    }
    return new DcsFailure.Retryable(
        "etcd at " + endpoint + " could not answer: " + text(status) + ".");
  }

  /** Whether the endpoint rather than the request is to blame, so that another may do better. */
  static boolean isEndpointFault(Throwable error) {
    return switch (Status.fromThrowable(error).getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, UNKNOWN, INTERNAL, CANCELLED, ABORTED -> true;
      default -> false;
    };
  }

  /** Whether no connection came about, so that nothing of the request can have been done. */
  static boolean isNeverSent(Throwable error) {
    for (Throwable t = Status.fromThrowable(error).getCause(); t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof UnknownHostException
          || t instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the request was refused for an old token, before anything of it was done. */
  static boolean isTokenExpired(Throwable error) {
    return isTokenExpired(Status.fromThrowable(error));
  }

  private static boolean isTokenExpired(Status status) {
    return isTokenExpired(String.valueOf(status.getDescription()));
  }

  static boolean isTokenExpired(String reason) {
    return reason.contains("invalid auth token")
        || reason.contains("revision of auth store is old")
        || reason.contains("auth token is not provided");
  }

  /** Whether the user and password are of no use because the server asks for none. */
  static boolean isAuthenticationOff(Throwable error) {
    return String.valueOf(Status.fromThrowable(error).getDescription())
        .contains("authentication is not enabled");
  }

  private static String text(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String text = description == null ? status.getCode().toString() : description;
    if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
      text += " (" + cause.getMessage() + ")";
    }
    return text.replaceAll("\\s+", " ").replaceAll("\\.$", "");
  }
}
