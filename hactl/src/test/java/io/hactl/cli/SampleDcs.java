package io.hactl.cli;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keys with revisions in memory; no sessions, as nothing here lets them expire. */
final class SampleDcs implements Dcs {

  private final TreeMap<String, KeySpace.Entry> keys = new TreeMap<>();
  private final List<WatchListener> listeners = new CopyOnWriteArrayList<>();
  private long revision = 1;
  private Runnable beforeNextCommit = () -> {};

  /** Lets somebody else be faster, once. */
  void beforeNextCommit(Runnable change) {
    beforeNextCommit = change;
  }

  @Override
  public synchronized CompletionStage<Cluster> read() {
    return CompletableFuture.completedStage(cluster());
  }

  private Cluster cluster() {
    return ClusterCodec.read(new KeySpace(revision, keys));
  }

  @Override
  public synchronized Watch watch(WatchListener listener) {
    listeners.add(listener);
    listener.changed(cluster());
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized CompletionStage<Long> commit(Transaction transaction) {
    Runnable first = beforeNextCommit;
    beforeNextCommit = () -> {};
    first.run();
    for (Transaction.Condition condition : transaction.conditions()) {
      KeySpace.Entry entry = keys.get(condition.key());
      if (condition.modRevision() != (entry == null ? 0 : entry.modRevision())) {
        return CompletableFuture.failedStage(
            new DcsException(new DcsFailure.Conflict(condition.key() + " was changed")));
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
    Cluster changed = cluster();
    listeners.forEach(listener -> listener.changed(changed));
    return CompletableFuture.completedStage(revision);
  }

  @Override
  public CompletionStage<Session> openSession(Duration ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> renew(Session session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> revoke(Session session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    listeners.clear();
  }
}
