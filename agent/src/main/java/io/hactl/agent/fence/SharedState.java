package io.hactl.agent.fence;

import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.time.Tick;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The page that this agent and its guard share: a file on tmpfs, one for each data directory and
 * user, mapped by both. Its layout is that of {@code guard/state.h}: aligned 64-bit words, each
 * with one writer, so that nobody reads half of one.
 */
final class SharedState {

  private static final Path FOLDER = Path.of("/dev/shm");
  private static final long SIZE = 4_096;

  /** The last byte is the layout's version. */
  private static final long MAGIC = 0x0131_6472_6175_4748L;

  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private static final long AT_MAGIC = 0;
  private static final long AT_DEADLINE = 8;
  private static final long AT_GUARD_PID = 16;
  private static final long AT_GUARD_TICKS = 24;
  private static final long AT_AGENT_PID = 32;
  private static final long AT_AGENT_TICKS = 40;
  private static final long AT_GRACE = 48;
  private static final long AT_ACKNOWLEDGED = 56;
  private static final long AT_FIRED_AT = 64;
  private static final long AT_FIRED = 72;
  private static final long AT_STOPPED_AT = 80;
  private static final long AT_KILLED = 88;
  private static final long AT_WAKEUPS = 96;

  private final Path file;
  private volatile FileChannel channel;
  private volatile MemorySegment page;

  private SharedState(Path file) throws IOException {
    this.file = file;
    map();
  }

  /** Where the state for this data directory is; the same for every agent of this user. */
  static Path fileFor(Path dataDir) throws IOException {
    String key = user() + ":" + real(dataDir);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return FOLDER.resolve("hactl-guard-" + HexFormat.of().formatHex(hash, 0, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  /** The data directory as {@code /proc} will show it, also before it is created. */
  static Path real(Path dataDir) {
    Path absolute = dataDir.toAbsolutePath().normalize();
    return Files.exists(absolute)
        ? ProcFs.real(absolute)
        : ProcFs.real(absolute.getParent()).resolve(absolute.getFileName());
  }

  /**
   * Opens the state, and creates it where there is none.
   *
   * @throws IOException with one sentence if the file is not this user's alone
   */
  static SharedState open(Path file) throws IOException {
    return new SharedState(file);
  }

  /** Maps the file. Nothing is changed if that fails, so that it can be tried again. */
  private void map() throws IOException {
    boolean created = create();
    FileChannel opened = null;
    try {
      opened =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      page = opened.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, Arena.global());
    } catch (IOException e) {
      if (opened != null) {
        opened.close();
      }
      if (created) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
    channel = opened;
  }

  private boolean create() throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      checkOwner(file);
      return false;
    }
  }

  /** A guard that ended for want of an agent takes the file with it; what was in it goes on. */
  void restoreIfRemoved() throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    long deadline = deadline();
    long grace = get(AT_GRACE);
    FileChannel removed = channel;
    map();
    removed.close();
    begin();
    set(AT_GRACE, grace);
    setDeadline(deadline);
  }

  private static void checkOwner(Path file) throws IOException {
    boolean own =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && user().equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    if (!own) {
      throw new IOException(file + " is another user's: remove it");
    }
  }

  private static Object user() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  Path file() {
    return file;
  }

  /** Whether a guard lives: it holds a lock on the file for as long as it does. */
  boolean isGuarded() throws IOException {
    try (FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  /** Whether the page is one of this version; a new one is empty. */
  boolean isOfThisVersion() {
    return get(AT_MAGIC) == MAGIC;
  }

  /** Makes it a page of this version with nothing to guard. */
  void begin() {
    for (long at = AT_DEADLINE; at < SIZE; at += Long.BYTES) {
      set(at, 0);
    }
    set(AT_MAGIC, MAGIC);
  }

  void setAgent(ProcessId agent) {
    set(AT_AGENT_PID, 0);
    set(AT_AGENT_TICKS, agent.startTicks());
    set(AT_AGENT_PID, agent.pid());
  }

  /** The guard that wrote itself down last, if it lives. */
  Optional<ProcessId> guard() {
    return Optional.of(new ProcessId(get(AT_GUARD_PID), get(AT_GUARD_TICKS)))
        .filter(ProcFs::isAlive);
  }

  /** Zero: there is nothing to guard. */
  long deadline() {
    return get(AT_DEADLINE);
  }

  void setDeadline(long nanos) {
    set(AT_DEADLINE, nanos);
  }

  void setGrace(Duration grace) {
    set(AT_GRACE, grace.toNanos());
  }

  /** The deadline that the guard sleeps until. */
  long acknowledged() {
    return get(AT_ACKNOWLEDGED);
  }

  /** How often the guard has stopped a server. */
  long fired() {
    return get(AT_FIRED);
  }

  Tick firedAt() {
    return new Tick(get(AT_FIRED_AT));
  }

  /** When no process was left after it fired last; empty: that is not yet so. */
  Optional<Tick> stoppedAt() {
    return Optional.of(new Tick(get(AT_STOPPED_AT))).filter(t -> t.nanos() != 0);
  }

  /** How many processes were sent SIGKILL. */
  long killed() {
    return get(AT_KILLED);
  }

  /** How often the guard woke up, in all. */
  long wakeups() {
    return get(AT_WAKEUPS);
  }

  private long get(long at) {
    return (long) WORD.getAcquire(page, at);
  }

  private void set(long at, long value) {
    WORD.setRelease(page, at, value);
  }
}
