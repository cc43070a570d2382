package io.hactl.dcs.memory;

import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Transaction;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import io.hactl.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What etcd keeps, in memory: keys with revisions, and leases that expire on the given clock.
 * Several {@link InMemoryDcs} share one. Single-threaded and without randomness: everything happens
 * on the timers' thread.
 */
public final class InMemoryStore {

  private final TimeSource time;
  private final Timers timers;
  private final SortedMap<String, KeySpace.Entry> keys = new TreeMap<>();
  private final Map<Long, Lease> leases = new LinkedHashMap<>();
  private final Set<Runnable> changeListeners = new LinkedHashSet<>();
  private final Set<Runnable> breakListeners = new LinkedHashSet<>();
  private long revision = 1;
  private long lastLeaseId;

  private record Lease(Duration ttl, Tick expires) {}

  public InMemoryStore(TimeSource time, Timers timers) {
    this.time = time;
    this.timers = timers;
  }

  /** Breaks every running watch, as a lost connection does; they read everything again later. */
  public void breakWatches() {
    List.copyOf(breakListeners).forEach(Runnable::run);
  }

  /** The keys below the prefix, without it. */
  KeySpace read(String prefix) {
    expireDue();
    SortedMap<String, KeySpace.Entry> found = new TreeMap<>();
    keys.tailMap(prefix)
        .forEach(
            (key, entry) -> {
              if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), entry);
              }
            });
    return new KeySpace(revision, found);
  }

  long grant(Duration ttl) {
    lastLeaseId++;
    arm(lastLeaseId, ttl);
    return lastLeaseId;
  }

  void renew(long leaseId) {
    expireDue();
    arm(leaseId, lease(leaseId).ttl());
  }

  void revoke(long leaseId) {
    expireDue();
    if (leases.containsKey(leaseId)) {
      end(leaseId);
    }
  }

  long commit(String prefix, Transaction transaction) {
    expireDue();
    for (Transaction.Condition condition : transaction.conditions()) {
      KeySpace.Entry entry = keys.get(prefix + condition.key());
      long found = entry == null ? 0 : entry.modRevision();
      if (found != condition.modRevision()) {
        throw new DcsException(
            new DcsFailure.Conflict(
                "Key %s is at revision %d, not at %d as expected (0: it does not exist)."
                    .formatted(condition.key(), found, condition.modRevision())));
      }
    }
    checkChanges(transaction);
    apply(prefix, transaction);
    return revision;
  }

  private void checkChanges(Transaction transaction) {
    Set<String> changed = new LinkedHashSet<>();
    for (Transaction.Change change : transaction.changes()) {
      if (!changed.add(change.key())) {
        throw new DcsException(
            new DcsFailure.Fatal(
                "The request is refused: it changes key " + change.key() + " twice."));
      }
      if (change instanceof Transaction.Put put && put.leaseId() != 0) {
        lease(put.leaseId());
      }
    }
  }

  private void apply(String prefix, Transaction transaction) {
    long next = revision + 1;
    boolean any = false;
    for (Transaction.Change change : transaction.changes()) {
      switch (change) {
        case Transaction.Put put -> {
          keys.put(prefix + put.key(), new KeySpace.Entry(put.value(), next, put.leaseId()));
          any = true;
        }
        case Transaction.Delete delete -> any |= keys.remove(prefix + delete.key()) != null;
      }
    }
    if (any) {
      revision = next;
      changed();
    }
  }

  private Lease lease(long id) {
    Lease lease = leases.get(id);
    if (lease == null) {
      throw new DcsException(
          new DcsFailure.Conflict("The session is gone: it ended or was not renewed in time."));
    }
    return lease;
  }

  private void arm(long id, Duration ttl) {
    leases.put(id, new Lease(ttl, time.now().plus(ttl)));
    timers.after(ttl, this::expireDue);
  }

  private void expireDue() {
    List<Long> due = new ArrayList<>();
    leases.forEach(
        (id, lease) -> {
          if (!time.now().isBefore(lease.expires())) {
            due.add(id);
          }
        });
    due.forEach(this::end);
  }

  /** All the lease's keys go in one revision. */
  private void end(long id) {
    leases.remove(id);
    if (keys.values().removeIf(entry -> entry.leaseId() == id)) {
      revision++;
      changed();
    }
  }

  private void changed() {
    List.copyOf(changeListeners).forEach(Runnable::run);
  }

  void listen(Runnable onChange, Runnable onBreak) {
    changeListeners.add(onChange);
    breakListeners.add(onBreak);
  }

  void unlisten(Runnable onChange, Runnable onBreak) {
    changeListeners.remove(onChange);
    breakListeners.remove(onBreak);
  }
}
