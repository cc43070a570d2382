package io.hactl.it.ledger;

import io.hactl.it.cluster.TestCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks the leader key again and again who leads, and remembers since when and until when. */
public final class Elections implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final TestCluster cluster;
  private final Thread thread;
  private final List<Term> terms = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * For how long a member is known to have held the key: a little shorter than it did.
   *
   * @param from when the first answer that names it was here, as of {@link System#nanoTime}
   * @param to when the question to the last such answer was sent
   */
  record Term(String leader, long from, long to) {}

  private Elections(TestCluster cluster) {
    this.cluster = cluster;
    this.thread = Thread.ofPlatform().daemon().name("elections").unstarted(this::watch);
  }

  static Elections watch(TestCluster cluster) {
    Elections elections = new Elections(cluster);
    elections.thread.start();
    return elections;
  }

  private void watch() {
    while (!stopping) {
      long askedAt = System.nanoTime();
      try {
        Optional<String> leader = cluster.key("leader");
        leader.ifPresent(name -> seen(name, askedAt, System.nanoTime()));
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE_NANOS); // etcd is away: nobody can be elected meanwhile
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private synchronized void seen(String leader, long askedAt, long answeredAt) {
    Optional<Term> last = terms.isEmpty() ? Optional.empty() : Optional.of(terms.getLast());
    if (last.filter(term -> term.leader().equals(leader)).isPresent()) {
      terms.set(terms.size() - 1, new Term(leader, last.get().from(), askedAt));
    } else {
      terms.add(new Term(leader, answeredAt, answeredAt));
    }
  }

  /** What has been seen so far, in order; two terms of the same member in a row are one. */
  synchronized List<Term> terms() {
    return List.copyOf(terms);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
