package io.hactl.simulation.dcs;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.codec.ClusterReader;
import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.nature.Gate;
import io.hactl.simulation.nature.Seat;
import io.hactl.simulation.nature.SimulatedNetwork;
import io.hactl.simulation.setting.Mutation;
import io.hactl.time.Timers;
import java.time.Duration;

/**
 * A watch that loses its connection, notices so only by silence, and reads everything again. As
 * with the real one, what was on its way when the connection broke arrives late or never.
 */
final class SimulatedWatch implements Dcs.Watch, EtcdStore.Listener {

  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Ground ground;
  private final EtcdStore store;
  private final Gate process;
  private final Timers timers;
  private final String node;
  private final Dcs.WatchListener listener;
  private final ClusterReader reader = new ClusterReader();
  private Duration pause = SHORTEST_PAUSE;
  private boolean connected;
  private boolean told;
  private boolean over;
  private boolean missed;
  private final LostEvents lost = new LostEvents();
  private int silent;
  private long lastArrival;
  private int generation;

  SimulatedWatch(Ground ground, EtcdStore store, Seat seat, Dcs.WatchListener listener) {
    this.ground = ground;
    this.store = store;
    this.process = seat.process();
    this.timers = seat.timers();
    this.node = seat.node();
    this.listener = listener;
  }

  void start() {
    store.listen(this);
    readAll();
    timers.after(PROBE, this::probe);
  }

  @Override
  public void changed() {
    if (connected && !over) {
      send(generation);
    }
  }

  @Override
  public void unavailable() {
    int mine = generation;
    if (connected && ground.network().reaches(SimulatedNetwork.DCS, node)) {
      process.after(ground.network().delay(SimulatedNetwork.DCS, node), () -> broken(mine));
    }
  }

  /** In the order of the changes, whatever the delays. */
  private void send(int mine) {
    if (!ground.network().reaches(SimulatedNetwork.DCS, node)) {
      missed = true;
      return;
    }
    KeySpace state = lost.seen(store.read());
    long at =
        ground.scheduler().now() + ground.network().delay(SimulatedNetwork.DCS, node).toNanos();
    lastArrival = Math.max(at, lastArrival);
    ground.scheduler().at(lastArrival, () -> process.run(() -> arrived(mine, state)));
  }

  private void arrived(int mine, KeySpace state) {
    if (!over && mine == generation) {
      silent = 0;
      listener.changed(reader.read(state));
    }
  }

  /** A connection that carries nothing any more is given up after two probes. */
  private void probe() {
    if (over) {
      return;
    }
    timers.after(PROBE, this::probe);
    if (!connected) {
      return;
    }
    if (ground.network().connects(node, SimulatedNetwork.DCS)) {
      silent = 0;
      if (missed) {
        missed = false;
        resume();
      }
    } else if (++silent > 1) {
      broken(generation);
    }
  }

  /** The stream goes on where it was, unless what it missed is compacted: that is cancelled. */
  private void resume() {
    if (lost.sentUpTo() >= store.compacted()) {
      send(generation);
    } else if (ground.mutation() == Mutation.COMPACTED_EVENTS_LOST) {
      lost.lose(store.read());
      send(generation);
    } else {
      broken(generation);
    }
  }

  private void broken(int mine) {
    if (over || mine != generation) {
      return;
    }
    generation++;
    connected = false;
    if (!told) {
      told = true;
      listener.disconnected(new DcsFailure.Retryable("the watch has lost its connection"));
    }
    timers.after(pause, this::readAll);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private void readAll() {
    if (over) {
      return;
    }
    int mine = ++generation;
    timers.after(
        READ_TIMEOUT,
        () -> {
          if (!connected && mine == generation) {
            broken(mine);
          }
        });
    if (ground.network().carries(node, SimulatedNetwork.DCS)) {
      ground
          .scheduler()
          .after(ground.network().delay(node, SimulatedNetwork.DCS), () -> readArrived(mine));
    }
  }

  private void readArrived(int mine) {
    if (over || !ground.network().carries(SimulatedNetwork.DCS, node)) {
      return;
    }
    Duration delay = ground.network().delay(SimulatedNetwork.DCS, node);
    if (!store.isAvailable()) {
      process.after(delay, () -> broken(mine));
      return;
    }
    KeySpace state = store.read();
    process.after(delay, () -> opened(mine, state));
  }

  /** What has changed since the read is told next, as the stream begins behind its revision. */
  private void opened(int mine, KeySpace state) {
    if (over || mine != generation) {
      return;
    }
    connected = true;
    told = false;
    missed = false;
    silent = 0;
    pause = SHORTEST_PAUSE;
    lost.readAll(state);
    listener.changed(reader.read(state));
    if (store.read().revision() > state.revision()) {
      send(mine);
    }
  }

  @Override
  public void close() {
    over = true;
    store.unlisten(this);
  }
}
