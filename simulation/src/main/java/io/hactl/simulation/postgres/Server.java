package io.hactl.simulation.postgres;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.simulation.nature.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server's processes, from the postmaster's start to its end.
 *
 * <pre>
 *   starting -> running (standby) -> running (primary) -> stopping -> ended
 * </pre>
 */
public final class Server {

  /**
   * How long the archiver, checkpointer and the like let a standby's stop wait for the last WAL.
   */
  private static final Duration STEP = Duration.ofMillis(20);

  private final Machines machines;
  private final Machine node;
  private final DataDir dir;
  private final long pid;
  private final Gate gate;
  private final Instant startTime;
  private final List<Runnable> endListeners = new ArrayList<>();
  private final List<Receiver> attached = new ArrayList<>();
  private final List<Runnable> signals = new ArrayList<>();
  private Phase phase = Phase.STARTING;
  private boolean inRecovery = true;
  private boolean promoting;
  private boolean postmasterHangs;
  private boolean stuck;
  private String doomed;
  private boolean walsendersTerminated;
  private Receiver receiver;
  private final SyncCommits commits;

  private enum Phase {
    STARTING,
    RUNNING,
    STOPPING,
    ENDED
  }

  Server(Machines machines, Machine node, DataDir dir, long pid) {
    this.machines = machines;
    this.node = node;
    this.dir = dir;
    this.pid = pid;
    this.gate = new Gate(machines.scheduler(), node.gate());
    this.startTime = node.clock().wallTime();
    this.commits = new SyncCommits(machines, this);
    gate.after(machines.pace().start(dir.control), this::begin);
  }

  private void begin() {
    if (phase != Phase.STARTING) {
      return;
    }
    if (node.storage().isStuck()) {
      gate.after(STEP.multipliedBy(10), this::begin);
      return;
    }
    if (machines.pace().startFails()) {
      end("could not start");
      return;
    }
    if (dir.halfRewound) {
      machines.witness().startedHalfRewound(node.name());
    }
    if (!dir.standbySignal && node.isFenced()) {
      end("was killed by the guard");
      return;
    }
    phase = Phase.RUNNING;
    inRecovery = dir.standbySignal;
    if (inRecovery) {
      dir.control = ControlState.IN_ARCHIVE_RECOVERY;
      receiver = new Receiver(machines, node, this);
      receiver.begin();
      note("runs as a standby at " + dir.wal);
    } else {
      dir.control = ControlState.IN_PRODUCTION;
      dir.writable();
      note("runs as a primary at " + dir.wal);
      machines.witness().becamePrimary(node.name());
      writesToFullDisk();
    }
  }

  /** On a standby a restart point, at the last checkpoint that was streamed. */
  public void checkpoint() {
    if (phase == Phase.RUNNING && !isStuck()) {
      if (!inRecovery) {
        dir.held.redoAt(dir.wal.lsn());
      }
      dir.held.checkpoint();
    }
  }

  void note(String what) {
    machines.trace().note(node.name(), "PostgreSQL " + what);
  }

  /** Begins to become a primary. */
  void promote(int newerThan) {
    if (phase != Phase.RUNNING || !inRecovery || promoting) {
      return;
    }
    promoting = true;
    receiver.end();
    gate.after(machines.pace().promote(), () -> endRecovery(newerThan));
  }

  /** The new timeline begins with writes to the disk: not while that hangs, nor once killed. */
  private void endRecovery(int newerThan) {
    if (phase != Phase.RUNNING || doomed != null) {
      return;
    }
    if (isStuck()) {
      gate.after(STEP, () -> endRecovery(newerThan));
      return;
    }
    dir.promote(newerThan);
    dir.control = ControlState.IN_PRODUCTION;
    inRecovery = false;
    note("is promoted to " + dir.wal);
    machines.witness().promoted(node.name(), dir.wal.timeline());
    appended();
    writesToFullDisk();
  }

  /** A primary for whose WAL there is no space crashes, sooner or later. */
  void writesToFullDisk() {
    if (isPrimary() && node.storage().isFull()) {
      gate.after(
          machines.chance().millis(50, 5_000),
          () -> {
            if (node.storage().isFull()) {
              end("PANIC: no space left");
            }
          });
    }
  }

  /** Whoever was told to end while storage held it up does so before anything else. */
  void storageIsBack() {
    if (doomed != null) {
      end(doomed);
    }
  }

  public SyncCommits commits() {
    return commits;
  }

  /** New WAL is there: whoever streams from here gets it. */
  public void appended() {
    attached.forEach(Receiver::pump);
  }

  void follow() {
    if (phase == Phase.RUNNING && inRecovery && !promoting) {
      receiver.restart();
    }
  }

  /** SIGINT. */
  void stopFast() {
    signal(
        () -> {
          if (phase == Phase.STARTING) {
            gate.after(Duration.ofMillis(50), () -> end("was stopped while starting"));
          } else if (phase == Phase.RUNNING) {
            phase = Phase.STOPPING;
            note("is shutting down");
            gate.after(machines.pace().stop(), this::shutDown);
          }
        });
  }

  private void shutDown() {
    if (isStuck() || phase != Phase.STOPPING) {
      if (phase == Phase.STOPPING) {
        gate.after(STEP, this::shutDown);
      }
      return;
    }
    if (inRecovery) {
      dir.control = ControlState.SHUT_DOWN_IN_RECOVERY;
      end("is shut down");
      return;
    }
    dir.checkpoint();
    appended();
    waitForStandbys();
  }

  /** A primary lets its standbys have the shutdown checkpoint before it ends. */
  private void waitForStandbys() {
    if (phase != Phase.STOPPING) {
      return;
    }
    boolean all =
        walsendersTerminated
            || attached.stream().filter(Receiver::isStreaming).allMatch(r -> r.hasAllOf(dir.wal));
    if (all) {
      dir.control = ControlState.SHUT_DOWN;
      end("is shut down at " + dir.wal);
    } else {
      gate.after(STEP, this::waitForStandbys);
    }
  }

  void terminateWalsenders() {
    walsendersTerminated = true;
  }

  /** SIGQUIT. */
  public void stopImmediate() {
    signal(() -> gate.after(machines.pace().immediateStop(), () -> die("was stopped at once")));
  }

  /** SIGKILL that everybody has time to heed: who waits for storage does when that is back. */
  public void die(String why) {
    if (!node.storage().isStuck()) {
      end(why);
    } else if (doomed == null) {
      doomed = why;
      note("does not end: its storage is stuck");
    }
  }

  private boolean isStuck() {
    return stuck || node.storage().isStuck();
  }

  /** SIGKILL to the postmaster and all its children. */
  void kill(String why) {
    end(why);
  }

  private void signal(Runnable reaction) {
    if (postmasterHangs) {
      signals.add(reaction);
    } else {
      gate.run(reaction);
    }
  }

  /** The postmaster is frozen; its children go on. */
  public void hangPostmaster(boolean hangs) {
    postmasterHangs = hangs;
    if (!hangs) {
      List<Runnable> pending = List.copyOf(signals);
      signals.clear();
      pending.forEach(gate::run);
    }
  }

  /** Storage gives no answer: nothing is written, nothing replayed. */
  public void setStuck(boolean isStuck) {
    stuck = isStuck;
  }

  private void end(String how) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    gate.kill();
    note(how);
    if (receiver != null) {
      receiver.end();
    }
    List.copyOf(attached).forEach(Receiver::lost);
    node.serverEnded(this);
    List.copyOf(endListeners).forEach(Runnable::run);
  }

  void onEnd(Runnable listener) {
    if (phase == Phase.ENDED) {
      listener.run();
    } else {
      endListeners.add(listener);
    }
  }

  void attach(Receiver r) {
    attached.add(r);
  }

  void detach(Receiver r) {
    attached.remove(r);
  }

  public List<Receiver> attached() {
    return attached;
  }

  boolean isEnded() {
    return phase == Phase.ENDED;
  }

  public boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  /** Whether a new connection gets an answer. */
  public boolean answers() {
    return phase == Phase.RUNNING && !postmasterHangs && !isStuck() && gate.isOpen();
  }

  boolean isSilent() {
    return phase == Phase.RUNNING && (postmasterHangs || isStuck());
  }

  public boolean isPrimary() {
    return phase == Phase.RUNNING && !inRecovery;
  }

  /** Whether it is a primary, or on its way to being one. */
  public boolean isOrBecomesPrimary() {
    return phase != Phase.ENDED && (!inRecovery || !dir.standbySignal || promoting);
  }

  /** Whether a client that is connected already gets a write acknowledged. */
  public boolean takesWrites() {
    return isPrimary() && !isStuck() && doomed == null && gate.isOpen();
  }

  public boolean inRecovery() {
    return inRecovery;
  }

  public boolean isStreaming() {
    return receiver != null && receiver.isStreaming();
  }

  boolean hasReceived() {
    return receiver != null && receiver.hasReceived();
  }

  public long pid() {
    return pid;
  }

  public Instant startTime() {
    return startTime;
  }

  public DataDir dir() {
    return dir;
  }

  Gate gate() {
    return gate;
  }

  Machine node() {
    return node;
  }
}
