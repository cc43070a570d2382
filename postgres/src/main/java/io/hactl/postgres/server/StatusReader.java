package io.hactl.postgres.server;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.ServerState;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.time.Tick;
import io.hactl.time.TimeSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes the server: over one kept session, opened anew now and then, so that a postmaster that
 * takes no new connections is found out even while old sessions still answer. Used by one thread.
 */
public final class StatusReader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusReader.class);

  private final PostgresConfig.Deadlines deadlines;
  private final Path dataDir;
  private final Sessions sessions;
  private final PostmasterMonitor monitor;
  private final ServerProcesses processes;
  private final StandbyTimeline standbyTimeline;
  private final TimeSource time;

  private Optional<Kept> kept = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();
  private Optional<String> complaint = Optional.empty();

  /** An open session and the postmaster it belongs to. */
  private record Kept(Connection connection, long pid, Tick opened) {}

  /** Since when that postmaster gives no status. */
  private record Trouble(long pid, boolean starting, Tick since) {}

  /**
   * @param dataDirectory what a running server says of the data directory; empty: look there
   */
  public record Observed(ServerState server, Optional<DataDirectory> dataDirectory) {}

  /**
   * @param server the server to observe
   */
  public StatusReader(LocalServer server) {
    this.deadlines = server.config().deadlines();
    this.dataDir = server.dataDir();
    this.sessions = server.sessions();
    this.monitor = server.monitor();
    this.processes = server.processes();
    this.standbyTimeline = new StandbyTimeline(sessions, deadlines.probe());
    this.time = server.time();
  }

  /**
   * What the server is doing now; never later than the deadlines of its sessions, unless the disk
   * hangs.
   */
  public Observed observe() {
    Optional<ProcessId> postmaster = monitor.current();
    if (postmaster.isEmpty()) {
      forget();
      return new Observed(stopped(), Optional.empty());
    }
    long pid = postmaster.get().pid();
    boolean ready = PostmasterPidFile.read(dataDir).map(PostmasterPidFile::isReady).orElse(true);
    if (!ready) {
      forget();
      return new Observed(starting(pid), Optional.empty());
    }
    try {
      StatusQuery.Status status = query(pid);
      trouble = Optional.empty();
      complaint = Optional.empty();
      ServerState.Running running = standbyTimeline.correct(status);
      return new Observed(running, Optional.of(describe(running, status.systemIdentifier())));
    } catch (SQLException e) {
      forget();
      return new Observed(judge(e, postmaster.get()), Optional.empty());
    }
  }

  @Override
  public void close() {
    forget();
  }

  private StatusQuery.Status query(long pid) throws SQLException {
    boolean usable = kept.filter(k -> k.pid() == pid).isPresent();
    if (usable && !isOld(kept.get())) {
      try {
        return StatusQuery.run(kept.get().connection(), pid);
      } catch (SQLException e) {
        if (SqlStates.isTimeout(e)) {
          throw e;
        }
        forget();
      }
    }
    try {
      Connection fresh = sessions.local(deadlines.probe());
      forget();
      kept = Optional.of(new Kept(fresh, pid, time.now()));
    } catch (SQLException e) {
      if (!SqlStates.isTooManyConnections(e) || kept.isEmpty()) {
        throw e;
      }
      kept = Optional.of(new Kept(kept.get().connection(), pid, time.now()));
    }
    return StatusQuery.run(kept.get().connection(), pid);
  }

  private boolean isOld(Kept session) {
    return time.now().since(session.opened()).compareTo(deadlines.freshConnection()) > 0;
  }

  private ServerState judge(SQLException e, ProcessId postmaster) {
    if (!ProcFs.isAlive(postmaster)) {
      return stopped();
    }
    if (SqlStates.isNotAccepting(e)) {
      return starting(postmaster.pid());
    }
    if (complaint.filter(e.getMessage()::equals).isEmpty()) {
      complaint = Optional.of(e.getMessage());
      log.warn(
          "PostgreSQL runs (process {}) and gives the agent no status: {}",
          postmaster.pid(),
          SqlStates.describe(e));
    }
    return new ServerState.Unresponsive(postmaster.pid(), since(postmaster.pid(), false));
  }

  private ServerState stopped() {
    return new ServerState.Stopped(!processes.all().isEmpty());
  }

  private ServerState starting(long pid) {
    return new ServerState.Starting(pid, since(pid, true));
  }

  private Tick since(long pid, boolean starting) {
    if (trouble.filter(t -> t.pid() == pid && t.starting() == starting).isEmpty()) {
      trouble = Optional.of(new Trouble(pid, starting, time.now()));
    }
    return trouble.get().since();
  }

  private DataDirectory describe(ServerState.Running running, String systemIdentifier) {
    return new DataDirectory.Initialized(
        systemIdentifier,
        running.versionNumber() / 10_000,
        running.inRecovery()
            ? DataDirectory.ControlState.IN_ARCHIVE_RECOVERY
            : DataDirectory.ControlState.IN_PRODUCTION,
        running.timeline(),
        running.position(),
        running.inRecovery());
  }

  private void forget() {
    kept.ifPresent(
        session -> {
          try {
            session.connection().abort(Runnable::run);
          } catch (SQLException e) {
            log.debug("The status session did not close cleanly: {}", e.getMessage());
          }
        });
    kept = Optional.empty();
  }
}
