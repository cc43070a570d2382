package io.hactl.rest.health;

import java.util.Locale;

/** What a health check asks for. */
enum Check {
  PRIMARY,
  LEADER,
  STANDBY_LEADER,
  REPLICA,
  READ_ONLY,
  SYNC,
  READ_ONLY_SYNC,
  QUORUM,
  READ_ONLY_QUORUM,
  ASYNC,
  HEALTH,
  LIVENESS,
  READINESS,
  /** A path that names no check: never passes. */
  UNKNOWN;

  /**
   * The check a path stands for. As load balancers are configured with paths such as {@code
   * /v1/primary}, the words count wherever they stand in the path; the synchronous checks are
   * compared as a whole. The order is Patroni's and matters: {@code /read-only-sync} contains
   * {@code read-only}.
   */
  static Check of(String path) {
    return switch (path) {
      case "/" -> PRIMARY;
      case "/liveness" -> LIVENESS;
      case "/readiness" -> READINESS;
      default -> {
        if (path.startsWith("/liveness/")) {
          yield LIVENESS;
        }
        yield path.startsWith("/readiness/") ? READINESS : byWord(path);
      }
    };
  }

  private static Check byWord(String path) {
    if (path.contains("standby_leader") || path.contains("standby-leader")) {
      return STANDBY_LEADER;
    }
    if (path.contains("leader")) {
      return LEADER;
    }
    if (path.contains("master") || path.contains("primary") || path.contains("read-write")) {
      return PRIMARY;
    }
    if (path.contains("replica")) {
      return REPLICA;
    }
    if (path.contains("read-only") && !path.contains("sync") && !path.contains("quorum")) {
      return READ_ONLY;
    }
    return path.contains("health") ? HEALTH : synchronous(path);
  }

  private static Check synchronous(String path) {
    return switch (path) {
      case "/sync", "/synchronous" -> SYNC;
      case "/quorum" -> QUORUM;
      case "/async", "/asynchronous" -> ASYNC;
      case "/read-only-sync", "/read-only-synchronous" -> READ_ONLY_SYNC;
      case "/read-only-quorum" -> READ_ONLY_QUORUM;
      default -> UNKNOWN;
    };
  }

  /** The word for it in metrics. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether {@code tag_<name>=<value>} narrows this check down. */
  boolean honoursTags() {
    return switch (this) {
      case PRIMARY, LEADER, STANDBY_LEADER, LIVENESS, READINESS -> false;
      case REPLICA,
          READ_ONLY,
          SYNC,
          READ_ONLY_SYNC,
          QUORUM,
          READ_ONLY_QUORUM,
          ASYNC,
          HEALTH,
          UNKNOWN ->
          true;
    };
  }

  /** Whether the answer carries the node's status; the probes have an empty body. */
  boolean hasBody() {
    return this != LIVENESS && this != READINESS;
  }
}
