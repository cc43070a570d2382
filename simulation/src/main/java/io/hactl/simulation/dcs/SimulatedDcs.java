package io.hactl.simulation.dcs;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.codec.ClusterReader;
import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.nature.Seat;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One agent's connection to the store: every request and every answer takes its way through the
 * network, and either may be lost; a request may be carried out long after its sender gave it up.
 */
public final class SimulatedDcs implements Dcs {

  /** As the agent sets it for etcd. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  private final Ground ground;
  private final EtcdStore store;
  private final Seat seat;
  private final String node;
  private final ClusterReader reader = new ClusterReader();
  private boolean closed;

  public SimulatedDcs(Ground ground, EtcdStore store, Seat seat) {
    this.ground = ground;
    this.store = store;
    this.seat = seat;
    this.node = seat.node();
  }

  @Override
  public CompletionStage<Cluster> read() {
    return repeatable(() -> reader.read(store.read()));
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    Duration granted = Duration.ofSeconds(Math.max(2, ttl.plusNanos(999_999_999).toSeconds()));
    return call(() -> new Session(store.grant(granted), granted));
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    return repeatable(
        () -> {
          store.renew(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    return call(
        () -> {
          store.revoke(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    boolean ofNobody =
        transaction.conditions().stream()
            .anyMatch(c -> c.key().equals(Keys.LEADER) && c.modRevision() == 0);
    boolean hopeful = store.isAsExpected(transaction);
    if (puts(transaction, Keys.LEADER) && ofNobody && hopeful) {
      Optional<String> chosen = store.cluster().failover().value().candidate();
      ground.witness().leaseAsked(node, chosen.filter(node::equals).isPresent());
    }
    return call(() -> committed(transaction));
  }

  private static boolean puts(Transaction transaction, String key) {
    return transaction.changes().stream()
        .anyMatch(c -> c instanceof Transaction.Put && c.key().equals(key));
  }

  private long committed(Transaction transaction) {
    Optional<String> leader = store.leader();
    boolean identity = puts(transaction, Keys.INITIALIZE);
    Optional<String> before = identity ? store.cluster().systemIdentifier() : Optional.empty();
    Failover request = store.cluster().failover().value();
    long revision = store.commit(transaction);
    if (puts(transaction, Keys.LEADER)) {
      ground.trace().note(node, "has the leader key");
      ground
          .witness()
          .leaseTaken(node, leader, puts(transaction, Keys.FAILOVER) ? request : Failover.NONE);
    } else if (leader.isPresent() && store.leader().isEmpty()) {
      ground.trace().note(node, "has released the leader key");
      if (puts(transaction, Keys.STATUS)) {
        ground.witness().leaseHandedOver(node, request);
      }
    }
    if (identity) {
      ground.witness().identityAfter(before);
    }
    return revision;
  }

  @Override
  public Watch watch(WatchListener listener) {
    SimulatedWatch watch = new SimulatedWatch(ground, store, seat, listener);
    watch.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * What the client sends again where it got no answer in time, though it may have come through.
   */
  private <T> CompletionStage<T> repeatable(Supplier<T> request) {
    return call(request, ground.network().isRepeated());
  }

  /** A transaction, or a new lease, is sent once: a second one would not be the same. */
  private <T> CompletionStage<T> call(Supplier<T> request) {
    return call(request, false);
  }

  private <T> CompletionStage<T> call(Supplier<T> request, boolean twice) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Timers.Timer timeout =
        seat.timers()
            .after(
                CALL_TIMEOUT,
                () -> result.completeExceptionally(retryable("etcd gave no answer in time.")));
    Consumer<Runnable> reply =
        completion -> {
          if (ground.network().carries(SimulatedNetwork.DCS, node)) {
            seat.process()
                .after(
                    ground.network().delay(SimulatedNetwork.DCS, node),
                    () -> {
                      timeout.cancel();
                      completion.run();
                    });
          }
        };
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      if (!closed && ground.network().carries(node, SimulatedNetwork.DCS)) {
        ground
            .scheduler()
            .after(
                ground.network().delay(node, SimulatedNetwork.DCS),
                () -> arrived(request, result, reply));
      }
    }
    return result;
  }

  private <T> void arrived(
      Supplier<T> request, CompletableFuture<T> result, Consumer<Runnable> reply) {
    if (!store.isAvailable()) {
      reply.accept(() -> result.completeExceptionally(retryable("etcd has no leader.")));
      return;
    }
    try {
      T answer = request.get();
      reply.accept(() -> result.complete(answer));
    } catch (DcsException e) {
      reply.accept(() -> result.completeExceptionally(e));
    }
  }

  static DcsException retryable(String message) {
    return new DcsException(new DcsFailure.Retryable(message));
  }
}
