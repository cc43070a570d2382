package io.hactl.simulation.postgres;

import io.hactl.core.model.HealthView;
import io.hactl.core.model.HealthView.Limits;
import io.hactl.core.model.HealthView.Place;
import io.hactl.simulation.nature.NodeClock;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a node's agent can measure of it: its disk, and whether its own API answers. */
public final class NodeStorage {

  public static final long PLENTY = 10L << 30;

  /** Too little, and yet enough to go on for a while. */
  public static final long LITTLE = 50L << 20;

  /** Asked in vain, opened anew, asked in vain again. */
  private static final Duration API_TRIES = Duration.ofSeconds(40);

  private final String node;
  private final NodeClock clock;
  private final List<Runnable> listeners = new ArrayList<>();
  private long free = PLENTY;
  private Optional<Tick> stuckSince = Optional.empty();
  private Optional<Tick> deafSince = Optional.empty();
  private Optional<Server> server = Optional.empty();

  NodeStorage(String node, NodeClock clock) {
    this.node = node;
    this.clock = clock;
  }

  /** This server has its data here. */
  void serves(Server started) {
    server = Optional.of(started);
  }

  /** Leaves so much space. A primary that finds none at all crashes. */
  public void leave(long bytes) {
    free = bytes;
    server.ifPresent(Server::writesToFullDisk);
    changed();
  }

  boolean isFull() {
    return free == 0;
  }

  /** Reads and writes do not end, and whoever waits for one cannot be killed. */
  public void stick(boolean stuck) {
    stuckSince = stuck ? stuckSince.or(() -> Optional.of(clock.now())) : Optional.empty();
    if (!stuck) {
      server.ifPresent(Server::storageIsBack);
    }
    changed();
  }

  public boolean isStuck() {
    return stuckSince.isPresent();
  }

  /** The API gives nobody an answer. */
  public void deafen(boolean deaf) {
    deafSince = deaf ? deafSince.or(() -> Optional.of(clock.now())) : Optional.empty();
    changed();
  }

  public boolean isDeaf() {
    return deafSince.isPresent();
  }

  /** Whether anything is wrong that the agent can notice, or is about to. */
  public boolean isUnhealthy() {
    return isStuck() || isDeaf() || free < Limits.DEFAULT.enoughAfterFull();
  }

  public HealthView view() {
    Place data =
        new Place("data", "/data/" + node, OptionalLong.of(free), stuckSince, Optional.empty());
    Tick now = clock.now();
    return new HealthView(
        Limits.DEFAULT,
        List.of(data),
        deafSince.filter(since -> !now.isBefore(since.plus(API_TRIES))));
  }

  /** One agent at a time listens; it ends with its process. */
  public void listen(Runnable listener) {
    listeners.clear();
    listeners.add(listener);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }
}
