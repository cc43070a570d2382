package io.hactl.simulation;

import java.time.Duration;
import java.util.Optional;

/** A machine with a disk, a clock and a PostgreSQL server. */
abstract class Machine {

  private final Machines machines;
  private final String name;
  private final NodeClock clock;
  private final DataDir dir = new DataDir();
  private final NodeStorage storage;
  private Gate gate;
  private Optional<Server> server = Optional.empty();
  private long orphansUntil;
  private boolean orphansWait;
  private long pids = 100;
  private boolean suspended;
  private long suspendedAt;
  private boolean off;
  private boolean reinitGranted;

  Machine(Machines machines, String name, NodeClock clock) {
    this.machines = machines;
    this.name = name;
    this.clock = clock;
    this.storage = new NodeStorage(name, clock);
    this.gate = new Gate(machines.scheduler(), null);
  }

  /** Whether no primary may run here now. */
  abstract boolean isFenced();

  /** The name of the slot that this machine's server uses elsewhere. */
  abstract String slot();

  /** The server here has ended. */
  abstract void postmasterExited();

  /** Power off: everything that runs is gone, the disk stays. */
  void losePower() {
    off = true;
    server.ifPresent(s -> s.kill("is gone with its machine"));
    server = Optional.empty();
    orphansUntil = 0;
    gate.kill();
  }

  void boot() {
    off = false;
    suspended = false;
    gate = new Gate(machines.scheduler(), null);
  }

  void fallAsleep() {
    suspended = true;
    suspendedAt = machines.scheduler().now();
    gate.freeze();
  }

  /**
   * Nothing runs yet.
   *
   * @return how long it slept
   */
  Duration wake() {
    suspended = false;
    return Duration.ofNanos(machines.scheduler().now() - suspendedAt);
  }

  Server startServer() {
    dir.formerly = Optional.empty();
    Server started = new Server(machines, this, dir, pids++);
    server = Optional.of(started);
    storage.serves(started);
    return started;
  }

  void serverEnded(Server ended) {
    if (server.filter(s -> s == ended).isPresent()) {
      server = Optional.empty();
    }
    postmasterExited();
  }

  /** The postmaster is killed; its backends live on until they notice. */
  void killPostmaster(Duration orphans) {
    orphansWait = server.filter(s -> s.commits().waitForStandbys()).isPresent();
    server.ifPresent(s -> s.kill("lost its postmaster"));
    orphansUntil = machines.scheduler().now() + orphans.toNanos();
  }

  boolean hasOrphans() {
    return machines.scheduler().now() < orphansUntil;
  }

  /**
   * Whether the backends that were left behind wait for standbys: without a walsender they wait in
   * vain, and end without having told their clients anything.
   */
  boolean orphansWait() {
    return orphansWait;
  }

  void killOrphans() {
    orphansUntil = 0;
  }

  boolean connects(Machine other) {
    return !off && !suspended && !other.off && machines.network().connects(name, other.name);
  }

  String name() {
    return name;
  }

  NodeClock clock() {
    return clock;
  }

  DataDir dir() {
    return dir;
  }

  NodeStorage storage() {
    return storage;
  }

  /** What everything on it is woken through. */
  Gate gate() {
    return gate;
  }

  Optional<Server> server() {
    return server;
  }

  boolean isOff() {
    return off;
  }

  boolean isSuspended() {
    return suspended;
  }

  /** An operator's wish for a new copy was granted: the data may be thrown away. */
  void grantReinit(boolean granted) {
    reinitGranted |= granted;
  }

  /** The data was thrown away. */
  void reinitDone() {
    reinitGranted = false;
  }

  boolean isReinitGranted() {
    return reinitGranted;
  }
}
