package io.hactl.simulation.postgres;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.wal.Branch;
import io.hactl.simulation.wal.WalPosition;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A data directory: it survives every process and the machine's reboot. */
public final class DataDir {

  static final int MAJOR_VERSION = 18;
  private static final long CHECKPOINT_BYTES = 120;

  /** What there is of it. */
  public enum Kind {
    EMPTY,
    INCOMPLETE,
    INITIALIZED
  }

  Kind kind = Kind.EMPTY;
  String systemIdentifier = "";
  WalPosition wal;
  ControlState control = ControlState.UNKNOWN;
  long controlEnd;
  boolean standbySignal;
  boolean halfRewound;
  Optional<Upstream> upstream = Optional.empty();
  String standbyNames = "";
  Optional<String> formerly = Optional.empty();
  final HeldWal held = new HeldWal();
  final Set<Integer> historyFiles = new TreeSet<>();

  public Kind kind() {
    return kind;
  }

  public String systemIdentifier() {
    return systemIdentifier;
  }

  /** How far its WAL goes. */
  public WalPosition wal() {
    return wal;
  }

  /** Whether a rewind was begun and not finished. */
  public boolean isHalfRewound() {
    return halfRewound;
  }

  /** Whether a server that starts here is a standby. */
  public boolean isStandby() {
    return standbySignal;
  }

  /** A whole one is given up; whose it was is remembered until there is data again. */
  public void giveUp() {
    if (kind == Kind.INITIALIZED) {
      formerly = Optional.of(systemIdentifier);
    }
    empty();
  }

  public void empty() {
    kind = Kind.EMPTY;
    systemIdentifier = "";
    wal = null;
    control = ControlState.UNKNOWN;
    controlEnd = 0;
    standbySignal = false;
    halfRewound = false;
    upstream = Optional.empty();
    held.clear();
    historyFiles.clear();
  }

  /** initdb. */
  void initialize(String identifier) {
    systemIdentifier = identifier;
    wal = new WalPosition(new Branch(1, null, 1000, this), 1000);
    control = ControlState.SHUT_DOWN;
    controlEnd = 1000;
    held.redoAt(1000);
  }

  /** Becomes what the source is now, as a base backup or a rewind leaves it. */
  void copyFrom(DataDir source) {
    systemIdentifier = source.systemIdentifier;
    wal = source.wal;
    historyFiles.addAll(source.historyFiles);
    held.copyFrom(source.held);
    standbySignal = true;
    standbyNames = source.standbyNames;
  }

  /** The file with the names is there only while synchronous mode is on. */
  void configure(DynamicConfig config) {
    if (!config.synchronousMode().isOn()) {
      standbyNames = "";
    }
  }

  /**
   * The branch that a server on this directory writes to; another one where somebody else has gone
   * on from here.
   */
  Branch writable() {
    Branch branch = wal.branch();
    if (branch.owner() != this || branch.end() != wal.lsn()) {
      branch = new Branch(branch.timeline(), branch, wal.lsn(), this);
      wal = new WalPosition(branch, wal.lsn());
    }
    return branch;
  }

  public void write(long bytes, long id) {
    Branch branch = writable();
    branch.append(bytes, id);
    wal = new WalPosition(branch, branch.end());
  }

  /** A checkpoint record; the control file points to where it begins. */
  void checkpoint() {
    Branch branch = writable();
    controlEnd = wal.lsn();
    branch.append(CHECKPOINT_BYTES);
    wal = new WalPosition(branch, branch.end());
    held.redoAt(controlEnd);
    held.checkpoint();
  }

  /** WAL that no client waits for. */
  public void load(long bytes) {
    Branch branch = writable();
    branch.append(bytes);
    wal = new WalPosition(branch, branch.end());
  }

  /** The slots and the WAL that they hold back. */
  public HeldWal held() {
    return held;
  }

  /**
   * A promotion: a new branch begins, on the first timeline after this one of which no history is
   * here.
   *
   * @param newerThan up to this one there is a history file, if only for show
   */
  void promote(int newerThan) {
    int timeline = wal.timeline() + 1;
    while (timeline <= newerThan || historyFiles.contains(timeline)) {
      historyFiles.add(timeline++);
    }
    Branch branch = new Branch(timeline, wal.branch(), wal.lsn(), this);
    wal = new WalPosition(branch, wal.lsn());
    historyFiles.add(timeline);
    standbySignal = false;
    checkpoint();
  }

  /**
   * @param markOverlooked whether a half done rewind is not seen
   */
  DataDirectory view(boolean markOverlooked) {
    return switch (kind) {
      case EMPTY -> new DataDirectory.Empty(formerly);
      case INCOMPLETE -> new DataDirectory.Incomplete();
      case INITIALIZED ->
          halfRewound && !markOverlooked ? new DataDirectory.HalfRewound() : initialized();
    };
  }

  private DataDirectory initialized() {
    return new DataDirectory.Initialized(
        systemIdentifier,
        MAJOR_VERSION,
        control,
        wal.timeline(),
        new Lsn(control == ControlState.SHUT_DOWN ? controlEnd : wal.lsn()),
        standbySignal);
  }
}
