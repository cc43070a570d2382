package io.hactl.agent.runner;

import io.hactl.rest.NodeSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where the loop pins its newest snapshot for everybody to read. */
public final class SnapshotBoard {

  private final List<Consumer<NodeSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private volatile NodeSnapshot newest;

  /** The newest snapshot; null only before the first turn of the loop. */
  public NodeSnapshot newest() {
    return newest;
  }

  void publish(NodeSnapshot snapshot) {
    newest = snapshot;
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
