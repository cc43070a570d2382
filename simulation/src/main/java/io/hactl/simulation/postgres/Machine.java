package io.hactl.simulation.postgres;

import io.hactl.simulation.nature.Gate;
import io.hactl.simulation.nature.NodeClock;
import java.time.Duration;
import java.util.Optional;

/** A machine with a disk, a clock and a PostgreSQL server. */
public abstract class Machine {

  private final Machines machines;
  private final String name;
  private final NodeClock clock;
  private final DataDir dir = new DataDir();
  private final NodeStorage storage;
  private final Hooks hooks;
  private Gate gate;
  private Optional<Server> server = Optional.empty();
  private long orphansUntil;
  private boolean orphansWait;
  private long pids = 100;
  private boolean suspended;
  private long suspendedAt;
  private boolean off;
  private boolean reinitGranted;

  protected Machine(Machines machines, String name, NodeClock clock) {
    this.machines = machines;
    this.name = name;
    this.clock = clock;
    this.storage = new NodeStorage(name, clock);
    this.hooks = new Hooks(machines.hookSettings(), machines.chance().stream("hooks of " + name));
    this.gate = new Gate(machines.scheduler(), null);
  }

  /** Whether no primary may run here now. */
  protected abstract boolean isFenced();

  /** The name of the slot that this machine's server uses elsewhere. */
  protected abstract String slot();

  /** The server here has ended. */
  protected abstract void postmasterExited();

  /** Power off: everything that runs is gone, the disk stays. */
  protected void losePower() {
    off = true;
    server.ifPresent(s -> s.kill("is gone with its machine"));
    server = Optional.empty();
    orphansUntil = 0;
    gate.kill();
  }

  protected void boot() {
    off = false;
    suspended = false;
    gate = new Gate(machines.scheduler(), null);
  }

  protected void fallAsleep() {
    suspended = true;
    suspendedAt = machines.scheduler().now();
    gate.freeze();
  }

  /**
   * Nothing runs yet.
   *
   * @return how long it slept
   */
  protected Duration wake() {
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
  public void killPostmaster(Duration orphans) {
    orphansWait = server.filter(s -> s.commits().waitForStandbys()).isPresent();
    server.ifPresent(s -> s.kill("lost its postmaster"));
    orphansUntil = machines.scheduler().now() + orphans.toNanos();
  }

  public boolean hasOrphans() {
    return machines.scheduler().now() < orphansUntil;
  }

  /**
   * Whether the backends that were left behind wait for standbys: without a walsender they wait in
   * vain, and end without having told their clients anything.
   */
  public boolean orphansWait() {
    return orphansWait;
  }

  public void killOrphans() {
    orphansUntil = 0;
  }

  public boolean connects(Machine other) {
    return !off && !suspended && !other.off && machines.network().connects(name, other.name);
  }

  public String name() {
    return name;
  }

  public NodeClock clock() {
    return clock;
  }

  public DataDir dir() {
    return dir;
  }

  public NodeStorage storage() {
    return storage;
  }

  public Hooks hooks() {
    return hooks;
  }

  /** What everything on it is woken through. */
  public Gate gate() {
    return gate;
  }

  public Optional<Server> server() {
    return server;
  }

  public boolean isOff() {
    return off;
  }

  public boolean isSuspended() {
    return suspended;
  }

  /** An operator's wish for a new copy was granted: the data may be thrown away. */
  protected void grantReinit(boolean granted) {
    reinitGranted |= granted;
  }

  /** The data was thrown away. */
  void reinitDone() {
    reinitGranted = false;
  }

  public boolean isReinitGranted() {
    return reinitGranted;
  }
}
