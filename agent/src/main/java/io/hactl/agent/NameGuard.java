package io.hactl.agent;

import io.hactl.agent.core.Reason;
import io.hactl.agent.core.Self;
import io.hactl.dcs.Cluster;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.Member;
import io.hactl.rest.RestClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two agents with one name would take each other's keys: the second one is refused. */
final class NameGuard {

  private static final Logger log = LoggerFactory.getLogger(NameGuard.class);

  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration ASK = Duration.ofSeconds(2);

  private final Dcs dcs;
  private final RestClient peers;

  NameGuard(Dcs dcs, RestClient peers) {
    this.dcs = dcs;
    this.peers = peers;
  }

  /**
   * Whether an agent with this name answers already; where the DCS cannot tell, it counts as no.
   */
  boolean isTaken(Self self) {
    Optional<String> url =
        readCluster().flatMap(c -> c.member(self.name())).flatMap(Member::apiUrl);
    if (url.isEmpty()) {
      return false;
    }
    boolean answers =
        peers
            .patroni(url.get(), ASK)
            .thenApply(status -> status.name().equals(self.name()))
            .exceptionally(unanswered -> false)
            .toCompletableFuture()
            .join();
    if (answers) {
      log.error("{}", Reason.of(Reason.Kind.REFUSED_NAME, self.name(), url.get()));
    }
    return answers;
  }

  private Optional<Cluster> readCluster() {
    try {
      return Optional.of(
          dcs.read()
              .toCompletableFuture()
              .orTimeout(READ.toMillis(), TimeUnit.MILLISECONDS)
              .join());
    } catch (CompletionException e) {
      log.warn("the DCS cannot be reached: {}", DcsException.failureOf(e).message());
      return Optional.empty();
    }
  }
}
