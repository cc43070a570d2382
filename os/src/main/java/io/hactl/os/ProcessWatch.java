package io.hactl.os;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices within a millisecond that a process has ended, also one that is not our child, by a pidfd
 * on a thread of its own. On a kernel without pidfd (before 5.3) it looks every 50 ms.
 */
public final class ProcessWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProcessWatch.class);
  private static final int POLL_MILLIS = 500;
  private static final long FALLBACK_NANOS = 50_000_000L;

  private final ProcessId process;
  private final Runnable onExit;
  private volatile boolean closed;

  private ProcessWatch(ProcessId process, Runnable onExit) {
    this.process = process;
    this.onExit = onExit;
  }

  /**
   * Calls {@code onExit} once, on a thread of its own, when the process has ended or if it is not
   * there any more.
   */
  public static ProcessWatch start(ProcessId process, Runnable onExit) {
    ProcessWatch watch = new ProcessWatch(process, onExit);
    Thread.ofPlatform().daemon().name("watch-" + process.pid()).start(watch::run);
    return watch;
  }

  /** Ends the watch; {@code onExit} is not called any more. */
  @Override
  public void close() {
    closed = true;
  }

  private void run() {
    NativeCalls.Result opened = NativeCalls.pidfdOpen(process.pid());
    if (opened.failed()) {
      lookRepeatedly();
    } else {
      int pidfd = (int) opened.value();
      try {
        waitFor(pidfd);
      } finally {
        NativeCalls.close(pidfd);
      }
    }
    if (!closed) {
      try {
        onExit.run();
      } catch (RuntimeException e) {
        log.error("What was to happen at the end of process {} failed.", process.pid(), e);
      }
    }
  }

  private void waitFor(int pidfd) {
    if (!ProcFs.isAlive(process)) {
      return;
    }
    while (!closed) {
      NativeCalls.Result polled = NativeCalls.pollReadable(pidfd, POLL_MILLIS);
      if (polled.value() > 0) {
        return;
      }
      if (polled.failed() && polled.errno() != NativeCalls.EINTR) {
        lookRepeatedly();
        return;
      }
    }
  }

  private void lookRepeatedly() {
    while (!closed && ProcFs.isAlive(process)) {
      LockSupport.parkNanos(FALLBACK_NANOS);
    }
  }
}
