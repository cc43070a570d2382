package io.hactl.runner.answer;

import io.hactl.rest.node.NodeSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where the loop pins its newest snapshot for everybody to read. */
public final class SnapshotBoard {

  private static final Duration FIRST = Duration.ofSeconds(5);

  private final List<Consumer<NodeSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile NodeSnapshot newest;

  /** The newest snapshot; null only before the first turn of the loop. */
  public NodeSnapshot newest() {
    return newest;
  }

  /**
   * The newest snapshot, which is waited for before the first turn of the loop.
   *
   * @throws IllegalStateException if there is none within seconds
   */
  NodeSnapshot awaitNewest() {
    try {
      if (!first.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the agent has not looked at anything yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return newest;
  }

  public void publish(NodeSnapshot snapshot) {
    newest = snapshot;
    first.countDown();
    listeners.forEach(l -> l.accept(snapshot));
  }

  /**
   * Tells {@code listener}, on the loop's thread, of each snapshot from now on.
   *
   * @return ends that
   */
  public Runnable follow(Consumer<NodeSnapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
