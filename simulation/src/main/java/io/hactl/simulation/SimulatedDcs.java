package io.hactl.simulation;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.codec.ClusterReader;
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
final class SimulatedDcs implements Dcs {

  /** As the agent sets it for etcd. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  private final World world;
  private final String node;
  private final Gate process;
  private final Timers timers;
  private final ClusterReader reader = new ClusterReader();
  private boolean closed;

  SimulatedDcs(World world, String node, Gate process, Timers timers) {
    this.world = world;
    this.node = node;
    this.process = process;
    this.timers = timers;
  }

  @Override
  public CompletionStage<Cluster> read() {
    return repeatable(() -> reader.read(world.store().read()));
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    Duration granted = Duration.ofSeconds(Math.max(2, ttl.plusNanos(999_999_999).toSeconds()));
    return call(() -> new Session(world.store().grant(granted), granted));
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    return repeatable(
        () -> {
          world.store().renew(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    return call(
        () -> {
          world.store().revoke(session.id());
          return null;
        });
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    boolean ofNobody =
        transaction.conditions().stream()
            .anyMatch(c -> c.key().equals(Keys.LEADER) && c.modRevision() == 0);
    boolean hopeful = world.store().isAsExpected(transaction);
    if (puts(transaction, Keys.LEADER) && ofNobody && hopeful) {
      Optional<String> chosen = world.invariants().request().candidate();
      world
          .invariants()
          .leaseAsked(world.node(node).orElseThrow(), chosen.filter(node::equals).isPresent());
    }
    return call(() -> committed(transaction));
  }

  private static boolean puts(Transaction transaction, String key) {
    return transaction.changes().stream()
        .anyMatch(c -> c instanceof Transaction.Put && c.key().equals(key));
  }

  private long committed(Transaction transaction) {
    Optional<String> leader = world.store().leader();
    boolean identity = puts(transaction, Keys.INITIALIZE);
    Optional<String> before = identity ? world.invariants().identity() : Optional.empty();
    Failover request = world.invariants().request();
    long revision = world.store().commit(transaction);
    if (puts(transaction, Keys.LEADER)) {
      world.trace().note(node, "has the leader key");
      world
          .invariants()
          .leaseTaken(
              world.node(node).orElseThrow(),
              leader,
              puts(transaction, Keys.FAILOVER) ? request : Failover.NONE);
    } else if (leader.isPresent() && world.store().leader().isEmpty()) {
      world.trace().note(node, "has released the leader key");
      if (puts(transaction, Keys.STATUS)) {
        world.invariants().leaseHandedOver(world.node(node).orElseThrow(), request);
      }
    }
    if (identity) {
      world.invariants().identityAfter(before);
    }
    return revision;
  }

  @Override
  public Watch watch(WatchListener listener) {
    SimulatedWatch watch = new SimulatedWatch(world, node, process, timers, listener);
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
    return call(request, world.network().isRepeated());
  }

  /** A transaction, or a new lease, is sent once: a second one would not be the same. */
  private <T> CompletionStage<T> call(Supplier<T> request) {
    return call(request, false);
  }

  private <T> CompletionStage<T> call(Supplier<T> request, boolean twice) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Timers.Timer timeout =
        timers.after(
            CALL_TIMEOUT,
            () -> result.completeExceptionally(retryable("etcd gave no answer in time.")));
    Consumer<Runnable> reply =
        completion -> {
          if (world.network().carries(Network.DCS, node)) {
            process.after(
                world.network().delay(Network.DCS, node),
                () -> {
                  timeout.cancel();
                  completion.run();
                });
          }
        };
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      if (!closed && world.network().carries(node, Network.DCS)) {
        world
            .scheduler()
            .after(world.network().delay(node, Network.DCS), () -> arrived(request, result, reply));
      }
    }
    return result;
  }

  private <T> void arrived(
      Supplier<T> request, CompletableFuture<T> result, Consumer<Runnable> reply) {
    if (!world.store().isAvailable()) {
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
