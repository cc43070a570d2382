package io.hactl.agent.fence;

import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.ProcessWatch;
import io.hactl.os.Signal;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there is one guard: takes over one that lives, starts one where there is none,
 * and another as soon as that has ended. Works on a thread of its own.
 */
final class GuardKeeper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardKeeper.class);
  private static final Duration START = Duration.ofSeconds(2);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
  private static final long STEP_NANOS = 200_000;

  private final Path program;
  private final Path dataDir;
  private final SharedState state;
  private final TimeSource time;
  private final CountDownLatch firstTry = new CountDownLatch(1);
  private volatile Optional<ProcessId> guard = Optional.empty();
  private volatile String problem = "the guard has not started yet";
  private volatile Runnable listener = () -> {};
  private volatile boolean closed;
  private Thread thread;

  GuardKeeper(Path program, Path dataDir, SharedState state, TimeSource time) {
    this.program = program;
    this.dataDir = dataDir;
    this.state = state;
    this.time = time;
  }

  /** Returns when there is a guard, or the first try has failed. */
  void start() {
    thread = Thread.ofPlatform().daemon().name("guard").start(this::run);
    try {
      if (!firstTry.await(START.toMillis() * 2, TimeUnit.MILLISECONDS)) {
        log.warn("The guard takes long to start.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The guard that lives. */
  Optional<ProcessId> guard() {
    return guard;
  }

  /** Why there is none; empty text: there is one. */
  String problem() {
    return problem;
  }

  void onChange(Runnable toTell) {
    listener = toTell;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      try {
        ProcessId found = takeOverOrStart();
        CountDownLatch ended = new CountDownLatch(1);
        ProcessWatch watch = ProcessWatch.start(found, ended::countDown);
        changed(Optional.of(found), "");
        while (!closed && !ended.await(1, TimeUnit.SECONDS)) {
          // The agent may be asked to end.
        }
        watch.close();
        if (!closed) {
          log.warn("The guard, process {}, has ended; another is started.", found.pid());
          changed(Optional.empty(), "the guard has ended");
        }
      } catch (IOException | RuntimeException e) {
        // Whatever it was: without this thread there would be no guard until the agent restarts.
        failed(e);
        LockSupport.parkNanos(TRY_AGAIN.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void failed(Exception e) {
    // The messages of others are often no more than a path, or nothing.
    boolean sentence = e.getClass() == IOException.class && e.getMessage() != null;
    String why = sentence ? e.getMessage() : "the guard cannot be looked after: " + e;
    if (!why.equals(problem)) {
      log.error("{}", why, sentence ? null : e);
    }
    changed(Optional.empty(), why);
  }

  private void changed(Optional<ProcessId> now, String why) {
    guard = now;
    problem = why;
    firstTry.countDown();
    try {
      listener.run();
    } catch (RuntimeException e) {
      log.error("What was to happen when the guard changed failed.", e);
    }
  }

  private ProcessId takeOverOrStart() throws IOException, InterruptedException {
    ProcessId me =
        ProcFs.alive(ProcessHandle.current().pid())
            .orElseThrow(() -> new IOException("/proc does not show this process: is it mounted?"));
    if (state.isGuarded()) {
      return takeOver(me);
    }
    state.restoreIfRemoved();
    boolean stale = !state.isOfThisVersion() || isPast(state.deadline());
    if (stale && !state.guard().isPresent()) {
      // What a guard that died with its agent left, or one of another version.
      state.begin();
    }
    state.setAgent(me);
    return launch();
  }

  /** A deadline from before this agent's start binds nobody; one of its own stays. */
  private boolean isPast(long deadline) {
    return firstTry.getCount() > 0 && deadline != 0 && deadline <= time.now().nanos();
  }

  private ProcessId takeOver(ProcessId me) throws IOException {
    Tick limit = time.now().plus(START);
    Optional<ProcessId> living = state.guard();
    while (living.isEmpty() && time.now().isBefore(limit)) {
      LockSupport.parkNanos(STEP_NANOS);
      living = state.guard();
    }
    ProcessId found =
        living.orElseThrow(
            () -> new IOException(state.file() + " is locked by something that is no guard"));
    if (!state.isOfThisVersion()) {
      log.info("The guard, process {}, is of another version: it is replaced.", found.pid());
      Signal.KILL.sendTo(found);
      throw new IOException("the guard is of another version");
    }
    state.setAgent(me);
    Signal.USR1.sendTo(found);
    log.info("The guard is process {}, from before.", found.pid());
    return found;
  }

  private ProcessId launch() throws IOException, InterruptedException {
    if (!Files.isExecutable(program)) {
      throw new IOException(
          "the guard cannot be started: "
              + program
              + " is no program; run 'make build', set guard.program, or guard.mode to off");
    }
    Process process =
        new ProcessBuilder(program.toString(), state.file().toString(), dataDir.toString())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Tick limit = time.now().plus(START);
    while (process.isAlive() && time.now().isBefore(limit)) {
      Optional<ProcessId> ready = state.guard().filter(g -> g.pid() == process.pid());
      if (ready.isPresent()) {
        log.info("The guard is process {}.", process.pid());
        return ready.get();
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    if (process.isAlive()) {
      process.destroyForcibly();
      throw new IOException("the guard did not start within " + START.toSeconds() + " s");
    }
    throw new IOException(
        "the guard ended at once with status " + process.waitFor() + ": see the line it wrote");
  }
}
