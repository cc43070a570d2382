package io.hactl.postgres.server;

import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what is left of a server, for certain. */
public final class Killer {

  private static final Logger log = LoggerFactory.getLogger(Killer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(2);

  private final LocalServer server;

  /**
   * @param server the one whose processes are ended
   */
  public Killer(LocalServer server) {
    this.server = server;
  }

  /**
   * Kills every process of the server, and looks again until there is none.
   *
   * @throws TaskFailure if one does not end: it hangs in the kernel
   */
  public void killAll(TaskContext context) throws TaskFailure {
    Set<ProcessId> told = new HashSet<>();
    boolean gone =
        context.await(
            () -> {
              List<ProcessId> left = server.processes().all();
              if (told.addAll(left)) {
                log.warn("Killing processes that PostgreSQL has left: {}.", pids(left));
              }
              left.forEach(Signal.KILL::sendTo);
              return left.isEmpty();
            },
            STEP,
            context.in(PATIENCE));
    if (!gone) {
      throw TaskFailure.retryable(
          "processes "
              + pids(server.processes().all())
              + " of PostgreSQL do not end when killed: see to this machine's storage");
    }
  }

  private static String pids(List<ProcessId> processes) {
    return processes.stream().map(p -> Long.toString(p.pid())).collect(Collectors.joining(", "));
  }
}
