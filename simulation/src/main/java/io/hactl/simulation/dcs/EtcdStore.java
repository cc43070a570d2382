package io.hactl.simulation.dcs;

import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterReader;
import io.hactl.simulation.nature.Scheduler;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.nature.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What etcd keeps of one cluster, and how it lets leases go: looked at twice a second, never before
 * the ttl is over, and all of them extended whenever etcd itself gets a new leader.
 */
public final class EtcdStore {

  private static final Duration LEASE_CHECK = Duration.ofMillis(500);

  /** Keys whose changes are part of the story of a run. */
  private static final Set<String> TOLD = Set.of(Keys.SYNC, Keys.FAILSAFE);

  private final Scheduler scheduler;
  private final Trace trace;
  private final SortedMap<String, KeySpace.Entry> keys = new TreeMap<>();
  private final SortedMap<Long, Lease> leases = new TreeMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final ClusterReader reader = new ClusterReader();
  private KeySpace snapshot = KeySpace.empty(1);
  private Cluster cluster;
  private long revision = 1;
  private long lastLease = 1000;
  private boolean available = true;
  private long compacted;
  private Optional<String> lostIdentity = Optional.empty();

  private record Lease(Duration ttl, long expires) {}

  /** Told of what happens in the store, at once. */
  public interface Listener {
    void changed();

    /** Requests fail from now on, and watches end. */
    default void unavailable() {}
  }

  public EtcdStore(Scheduler scheduler, Trace trace) {
    this.scheduler = scheduler;
    this.trace = trace;
    scheduler.after(LEASE_CHECK, this::checkLeases);
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  public boolean isAvailable() {
    return available;
  }

  /** No member can be asked any more, or they have no leader. */
  public void stop() {
    available = false;
    List.copyOf(listeners).forEach(Listener::unavailable);
  }

  /** A leader is elected; it gives every lease its full time again. */
  public void resume() {
    available = true;
    leases.replaceAll((id, l) -> new Lease(l.ttl(), scheduler.now() + l.ttl().toNanos()));
  }

  /** What was changed up to now can no longer be told to a watch that missed it. */
  public void compact() {
    compacted = revision;
  }

  /** Up to this revision. */
  long compacted() {
    return compacted;
  }

  /** Somebody deletes everything. */
  public void wipe() {
    trace.note(SimulatedNetwork.DCS, "everything is deleted");
    lostIdentity = cluster().systemIdentifier().or(() -> lostIdentity);
    leases.clear();
    keys.clear();
    changed();
  }

  /**
   * The cluster whose keys were all lost once: it must get the same identity again. Which timelines
   * there were nobody may know any more, where only a node that is gone has seen the newest.
   */
  public Optional<String> lostIdentity() {
    return lostIdentity;
  }

  /**
   * A member that led before, and hung, ends what was not renewed with it: all leases, whatever the
   * present leader has promised. (etcd issue 15247)
   */
  public void endLeasesEarly() {
    List.copyOf(leases.keySet()).forEach(id -> end(id, "ended early"));
  }

  /** Everything, at one revision. */
  public KeySpace read() {
    return snapshot;
  }

  /** The same, decoded; for those who look from outside at every event. */
  public Cluster cluster() {
    if (cluster == null || cluster.revision() != snapshot.revision()) {
      cluster = reader.read(snapshot);
    }
    return cluster;
  }

  long grant(Duration ttl) {
    lastLease++;
    leases.put(lastLease, new Lease(ttl, scheduler.now() + ttl.toNanos()));
    return lastLease;
  }

  void renew(long id) {
    Lease lease = lease(id);
    leases.put(id, new Lease(lease.ttl(), scheduler.now() + lease.ttl().toNanos()));
  }

  void revoke(long id) {
    if (leases.containsKey(id)) {
      end(id, "revoked");
    }
  }

  /** The member that the leader key names. */
  public Optional<String> leader() {
    return Optional.ofNullable(keys.get(Keys.LEADER)).map(KeySpace.Entry::value);
  }

  /** Whether the transaction would be carried out at this moment. */
  boolean isAsExpected(Transaction transaction) {
    return transaction.conditions().stream()
        .allMatch(condition -> condition.modRevision() == modRevision(condition.key()));
  }

  /** 0: there is no such key. */
  private long modRevision(String key) {
    KeySpace.Entry entry = keys.get(key);
    return entry == null ? 0 : entry.modRevision();
  }

  /** Whether more than half of the leader's lease is left. */
  public boolean leaderHasRenewedOfLate() {
    return Optional.ofNullable(keys.get(Keys.LEADER))
        .map(key -> leases.get(key.leaseId()))
        .filter(l -> l.expires() - scheduler.now() > l.ttl().toNanos() / 2)
        .isPresent();
  }

  public long commit(Transaction transaction) {
    for (Transaction.Condition condition : transaction.conditions()) {
      long found = modRevision(condition.key());
      if (found != condition.modRevision()) {
        throw new DcsException(
            new DcsFailure.Conflict(
                "Key %s is at revision %d, not at %d as expected."
                    .formatted(condition.key(), found, condition.modRevision())));
      }
    }
    Set<String> changed = new HashSet<>();
    for (Transaction.Change change : transaction.changes()) {
      if (!changed.add(change.key())) {
        throw new DcsException(new DcsFailure.Fatal("Key " + change.key() + " is changed twice."));
      }
      if (change instanceof Transaction.Put put && put.leaseId() != 0) {
        lease(put.leaseId());
      }
    }
    apply(transaction);
    return revision;
  }

  private void apply(Transaction transaction) {
    long next = revision + 1;
    boolean any = false;
    for (Transaction.Change change : transaction.changes()) {
      switch (change) {
        case Transaction.Put put -> {
          keys.put(put.key(), new KeySpace.Entry(put.value(), next, put.leaseId()));
          if (TOLD.contains(put.key())) {
            trace.note(SimulatedNetwork.DCS, put.key() + " is " + put.value());
          }
          any = true;
        }
        case Transaction.Delete delete -> any |= keys.remove(delete.key()) != null;
      }
    }
    if (any) {
      changed();
    }
  }

  private Lease lease(long id) {
    Lease lease = leases.get(id);
    if (lease == null) {
      throw new DcsException(new DcsFailure.Conflict("The session is gone."));
    }
    return lease;
  }

  private void checkLeases() {
    scheduler.after(LEASE_CHECK, this::checkLeases);
    if (!available) {
      return;
    }
    List<Long> due = new ArrayList<>();
    leases.forEach(
        (id, lease) -> {
          if (lease.expires() <= scheduler.now()) {
            due.add(id);
          }
        });
    due.forEach(id -> end(id, "expired"));
  }

  private void end(long id, String how) {
    leases.remove(id);
    Optional<KeySpace.Entry> leader = Optional.ofNullable(keys.get(Keys.LEADER));
    if (leader.filter(l -> l.leaseId() == id).isPresent()) {
      trace.note(
          SimulatedNetwork.DCS, "the lease of the leader " + leader.get().value() + " is " + how);
    }
    if (keys.values().removeIf(entry -> entry.leaseId() == id)) {
      changed();
    }
  }

  private void changed() {
    revision++;
    snapshot = new KeySpace(revision, keys);
    List.copyOf(listeners).forEach(Listener::changed);
  }
}
