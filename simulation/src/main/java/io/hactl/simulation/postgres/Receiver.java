package io.hactl.simulation.postgres;

import io.hactl.core.model.Upstream;
import io.hactl.simulation.wal.WalPosition;
import java.time.Duration;
import java.util.Optional;

/** A standby's WAL receiver: connects, streams, notices in its time that nothing comes any more. */
public final class Receiver {

  /** {@code wal_retrieve_retry_interval}. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** {@code wal_receiver_timeout}. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration PUMP_AGAIN = Duration.ofMillis(500);

  private final Machines machines;
  private final Machine node;
  private final Server standby;
  private Server source;
  private boolean streaming;
  private boolean pumping;
  private boolean received;
  private boolean over;
  private long lastContact;
  private int generation;

  Receiver(Machines machines, Machine node, Server standby) {
    this.machines = machines;
    this.node = node;
    this.standby = standby;
  }

  void begin() {
    connectIn(Duration.ofMillis(20));
  }

  /** Other connection settings. */
  void restart() {
    leave();
    connectIn(Duration.ofMillis(30));
  }

  void end() {
    over = true;
    leave();
  }

  /** The source has ended. */
  void lost() {
    leave();
    connectIn(RETRY);
  }

  private void leave() {
    generation++;
    streaming = false;
    pumping = false;
    if (source != null) {
      source.detach(this);
      source = null;
    }
  }

  private void connectIn(Duration delay) {
    int mine = ++generation;
    standby
        .gate()
        .after(
            delay,
            () -> {
              if (!over && mine == generation && !connect()) {
                connectIn(RETRY);
              }
            });
  }

  private boolean connect() {
    Optional<Upstream> upstream = standby.dir().upstream;
    Optional<Machine> target = upstream.flatMap(u -> machines.byHost(u.endpoint().host()));
    if (target.isEmpty() || target.get() == node || !node.connects(target.get())) {
      return false;
    }
    Optional<Server> server = target.get().server().filter(Server::answers);
    if (server.isEmpty() || !hasSlot(server.get(), upstream.get())) {
      return false;
    }
    DataDir theirs = server.get().dir();
    DataDir ours = standby.dir();
    if (!theirs.systemIdentifier.equals(ours.systemIdentifier)) {
      return false;
    }
    ours.historyFiles.addAll(theirs.historyFiles);
    if (!ours.wal.mayStreamFrom(theirs.wal)) {
      return false;
    }
    source = server.get();
    source.attach(this);
    streaming = true;
    lastContact = machines.scheduler().now();
    take();
    return true;
  }

  private static boolean hasSlot(Server server, Upstream upstream) {
    return upstream.slot().isEmpty() || server.dir().held.has(upstream.slot());
  }

  /** Brings what the source has by now, a little later. */
  void pump() {
    if (pumping || !streaming) {
      return;
    }
    pumping = true;
    schedule(machines.network().delay(source.node().name(), node.name()));
  }

  private void schedule(Duration delay) {
    int mine = generation;
    standby
        .gate()
        .after(
            delay,
            () -> {
              if (mine == generation) {
                arrive();
              }
            });
  }

  private void arrive() {
    boolean connected = node.connects(source.node()) && source.gate().isOpen();
    if (!connected) {
      boolean given = machines.scheduler().now() - lastContact > TIMEOUT.toNanos();
      if (given) {
        lost();
      } else {
        schedule(PUMP_AGAIN);
      }
      return;
    }
    lastContact = machines.scheduler().now();
    pumping = false;
    if (standby.dir().wal.mayStreamFrom(source.dir().wal)) {
      take();
    } else {
      lost();
    }
  }

  private void take() {
    DataDir ours = standby.dir();
    WalPosition theirs = source.dir().wal;
    if (!theirs.includes(ours.wal)) {
      machines
          .witness()
          .corrupted(
              "%s at %s streams from %s at %s, though its WAL left that history: corrupted"
                  .formatted(node.name(), ours.wal, source.node().name(), theirs));
    }
    if (!ours.wal.equals(theirs)) {
      received = true;
      ours.wal = theirs;
      standby.appended();
    }
    ours.held.redoAt(source.dir().held.redo());
    source.dir().held.confirm(node.slot(), ours.wal.lsn());
    source.commits().release();
  }

  boolean hasAllOf(WalPosition position) {
    return standby.dir().wal.includes(position);
  }

  WalPosition position() {
    return standby.dir().wal;
  }

  public boolean isStreaming() {
    return streaming;
  }

  boolean hasReceived() {
    return received;
  }

  Machine node() {
    return node;
  }
}
