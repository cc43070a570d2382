package io.hactl.postgres.server;

import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.ProcessWatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the postmaster that runs, and tells at once when it has ended. */
public final class PostmasterMonitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PostmasterMonitor.class);

  private final ServerProcesses processes;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private Optional<ProcessId> watched = Optional.empty();
  private Optional<ProcessWatch> watch = Optional.empty();

  PostmasterMonitor(ServerProcesses processes) {
    this.processes = processes;
  }

  /**
   * Has {@code listener} run, on a thread of the monitor's own, each time a postmaster has ended.
   */
  public void onExit(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * The postmaster: the one in {@code postmaster.pid}, adopted if this agent did not start it, or
   * the one known, if it lives on without that file.
   */
  Optional<ProcessId> current() {
    // The file may be on a disk that hangs, so that it is not read under the lock.
    processes.postmaster().ifPresent(this::track);
    return known();
  }

  /** The one that was seen last, if it lives; does not touch the disk. */
  public synchronized Optional<ProcessId> known() {
    return watched.filter(ProcFs::isAlive);
  }

  /** Watches this postmaster from now on. */
  synchronized void track(ProcessId postmaster) {
    if (watched.filter(postmaster::equals).isPresent()) {
      return;
    }
    watch.ifPresent(ProcessWatch::close);
    watched = Optional.of(postmaster);
    watch = Optional.of(ProcessWatch.start(postmaster, () -> ended(postmaster)));
    log.info("PostgreSQL's postmaster is process {}.", postmaster.pid());
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(ProcessWatch::close);
  }

  private void ended(ProcessId postmaster) {
    log.info("PostgreSQL's postmaster, process {}, has ended.", postmaster.pid());
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.error("A listener to the postmaster's end failed.", e);
      }
    }
  }
}
