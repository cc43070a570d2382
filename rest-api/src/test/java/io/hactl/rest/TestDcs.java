package io.hactl.rest;

import io.hactl.dcs.Cluster;
import io.hactl.dcs.ClusterCodec;
import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keys in memory with the comparisons of a transaction; no sessions and no watches. */
final class TestDcs implements Dcs {

  private final SortedMap<String, KeySpace.Entry> keys;
  private long revision;
  private Runnable beforeCommit = () -> {};
  private Consumer<Cluster> afterCommit = cluster -> {};

  TestDcs(KeySpace start) {
    this.keys = new TreeMap<>(start.keys());
    this.revision = start.revision();
  }

  /** Runs once, just before the next transaction is judged. */
  void beforeNextCommit(Runnable action) {
    beforeCommit = action;
  }

  void afterCommit(Consumer<Cluster> listener) {
    afterCommit = listener;
  }

  synchronized Cluster cluster() {
    return ClusterCodec.read(new KeySpace(revision, keys));
  }

  synchronized String value(String key) {
    return keys.get(key).value();
  }

  synchronized void put(String key, String value) {
    revision++;
    keys.put(key, new KeySpace.Entry(value, revision, 0));
  }

  synchronized void delete(String key) {
    revision++;
    keys.remove(key);
  }

  @Override
  public CompletionStage<Cluster> read() {
    return CompletableFuture.completedFuture(cluster());
  }

  @Override
  public CompletionStage<Long> commit(Transaction transaction) {
    Runnable before = beforeCommit;
    beforeCommit = () -> {};
    before.run();
    synchronized (this) {
      for (Transaction.Condition condition : transaction.conditions()) {
        KeySpace.Entry entry = keys.get(condition.key());
        if (condition.modRevision() != (entry == null ? 0 : entry.modRevision())) {
          return CompletableFuture.failedFuture(
              new DcsException(new DcsFailure.Conflict("changed: " + condition.key())));
        }
      }
      revision++;
      for (Transaction.Change change : transaction.changes()) {
        switch (change) {
          case Transaction.Put put ->
              keys.put(put.key(), new KeySpace.Entry(put.value(), revision, put.leaseId()));
          case Transaction.Delete delete -> keys.remove(delete.key());
        }
      }
    }
    afterCommit.accept(cluster());
    return CompletableFuture.completedFuture(revision);
  }

  @Override
  public Watch watch(WatchListener listener) {
    throw new UnsupportedOperationException("not needed over REST");
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    throw new UnsupportedOperationException("not needed over REST");
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    throw new UnsupportedOperationException("not needed over REST");
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    throw new UnsupportedOperationException("not needed over REST");
  }

  @Override
  public void close() {}
}
