package io.hactl.agent;

import io.hactl.core.model.Self;
import io.hactl.core.reason.Creating;
import io.hactl.core.text.ReasonText;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.rest.client.RestClient;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two agents with one name would take each other's keys: the second one is refused. An agent that
 * answers is alive; one that does not, and whose key is of another node, has the time of its
 * session to vanish: its key stays only while somebody renews it.
 */
final class NameCheck {

  private static final Logger log = LoggerFactory.getLogger(NameCheck.class);

  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration ASK = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Dcs dcs;
  private final RestClient peers;
  private final TimeSource time;

  NameCheck(Dcs dcs, RestClient peers, TimeSource time) {
    this.dcs = dcs;
    this.peers = peers;
    this.time = time;
  }

  /** Whether another agent has this name; where the DCS cannot tell, it counts as no. */
  boolean isTaken(Self self) {
    Optional<Cluster> cluster = readCluster();
    Optional<Member> named = cluster.flatMap(c -> c.member(self.name()));
    if (named.isEmpty()) {
      return false;
    }
    boolean taken = answers(named.get()) || isKeptAlive(self, named.get(), cluster.orElseThrow());
    if (taken) {
      log.error("{}", ReasonText.of(new Creating.RefusedName(self.name(), named.get().apiUrl())));
    }
    return taken;
  }

  private boolean answers(Member named) {
    return named.apiUrl().isPresent()
        && peers
            .patroni(named.apiUrl().get(), ASK)
            .thenApply(status -> status.name().equals(named.name()))
            .exceptionally(unanswered -> false)
            .toCompletableFuture()
            .join();
  }

  /** Keys of this node's own earlier life are taken over at once. */
  private boolean isKeptAlive(Self self, Member named, Cluster cluster) {
    Optional<String> other =
        named.own().instance().filter(i -> !self.instance().equals(Optional.of(i)));
    if (other.isEmpty() || self.instance().isEmpty()) {
      return false;
    }
    Duration session = cluster.config().value().ttl().multipliedBy(3).dividedBy(2);
    log.warn(
        "{} is another node's name, as its key says ({}), and no agent answers there: waiting up to"
            + " {} s for the key to vanish",
        self.name(),
        named.apiUrl().orElse("unknown address"),
        session.toSeconds());
    Tick end = time.now().plus(session);
    while (time.now().isBefore(end)) {
      LockSupport.parkNanos(LOOK.toNanos());
      Optional<Cluster> now = readCluster();
      boolean gone =
          now.isPresent()
              && !now.get().member(self.name()).flatMap(m -> m.own().instance()).equals(other);
      if (gone) {
        return false;
      }
    }
    return true;
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
