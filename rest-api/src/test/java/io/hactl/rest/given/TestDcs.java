package io.hactl.rest.given;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.dcs.memory.InMemoryDcs;
import io.hactl.dcs.memory.InMemoryStore;
import io.hactl.rest.request.Await;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The DCS in memory, with keys to start from and hooks around commits. */
public final class TestDcs implements Dcs {

  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("dcs").factory());
  private final InMemoryDcs memory;
  private volatile Runnable beforeCommit = () -> {};
  private volatile Consumer<Cluster> afterCommit = cluster -> {};

  public TestDcs(KeySpace start) {
    Timers timers =
        (delay, task) -> {
          var pending = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          return () -> pending.cancel(false);
        };
    memory = new InMemoryDcs(new InMemoryStore(new TestClock(), timers), timers, "/service/bench/");
    Transaction.Builder keys = Transaction.builder();
    start.keys().forEach((key, entry) -> keys.put(key, entry.value()));
    Await.result(memory.commit(keys.build()));
  }

  /** Runs once, just before the next transaction is judged. */
  public void beforeNextCommit(Runnable action) {
    beforeCommit = action;
  }

  /** Told of the cluster after each commit that came over REST. */
  public void afterCommit(Consumer<Cluster> listener) {
    afterCommit = listener;
  }

  public Cluster cluster() {
    return Await.result(memory.read());
  }

  /** The key as it is stored. */
  public String value(String key) {
    Cluster cluster = cluster();
    return switch (key) {
      case "config" -> cluster.config().value().tree().toString();
      case "failover" -> ClusterCodec.write(cluster.failover().value());
      default -> throw new IllegalArgumentException(key);
    };
  }

  public void put(String key, String value) {
    Await.result(memory.commit(Transaction.builder().put(key, value).build()));
  }

  public void delete(String key) {
    Await.result(memory.commit(Transaction.builder().delete(key).build()));
  }

  @Override
  public CompletionStage<Cluster> read() {
    return memory.read();
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    Runnable before = beforeCommit;
    beforeCommit = () -> {};
    before.run();
    return memory
        .commit(transaction)
        .thenCombine(
            memory.read(),
            (revision, cluster) -> {
              afterCommit.accept(cluster);
              return revision;
            });
  }

  @Override
  public Watch watch(WatchListener listener) {
    return memory.watch(listener);
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    return memory.openSession(ttl);
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    return memory.renew(session);
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    return memory.revoke(session);
  }

  @Override
  public void close() {
    memory.close();
    thread.shutdownNow();
  }
}
