package io.hactl.postgres.server;

import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.DataDirReader;
import io.hactl.postgres.files.ManagedFiles;
import io.hactl.postgres.program.Binaries;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** This node's server: the parts that every task on it works with, under one set of settings. */
public record LocalServer(
    PostgresConfig config,
    TimeSource time,
    Binaries binaries,
    ManagedFiles files,
    Sessions sessions,
    ServerProcesses processes,
    PostmasterMonitor monitor,
    DataDirReader dataDirectory) {

  /** The server that these settings describe, whether it runs or not. */
  public static LocalServer of(PostgresConfig config, TimeSource time) {
    Binaries binaries = new Binaries(config);
    ServerProcesses processes = new ServerProcesses(config);
    return new LocalServer(
        config,
        time,
        binaries,
        new ManagedFiles(config),
        new Sessions(config),
        processes,
        new PostmasterMonitor(processes),
        new DataDirReader(config, binaries, time));
  }

  /** The same server under changed settings. */
  public LocalServer with(PostgresConfig changed) {
    Binaries changedBinaries = new Binaries(changed);
    return new LocalServer(
        changed,
        time,
        changedBinaries,
        new ManagedFiles(changed),
        new Sessions(changed),
        processes,
        monitor,
        new DataDirReader(changed, changedBinaries, time));
  }

  /** The server's data directory. */
  public Path dataDir() {
    return config.places().dataDir();
  }

  /** PostgreSQL's version, as the data directory tells it. */
  public int majorVersion() throws IOException {
    return Integer.parseInt(Files.readString(dataDir().resolve("PG_VERSION")).strip());
  }

  /**
   * The postmaster that runs; looks into {@code postmaster.pid}, which may be on a disk that hangs.
   */
  public Optional<ProcessId> postmaster() {
    return monitor.current();
  }

  /**
   * Removes a {@code postmaster.pid} whose server is gone. PostgreSQL goes by the process number
   * alone: a zombie that nobody has reaped yet, or another program of this user that was given the
   * number, would keep the server from starting. Called when no process of the server is left.
   */
  public void removeStalePidFile() throws IOException {
    if (postmaster().isEmpty() && processes.all().isEmpty()) {
      Files.deleteIfExists(dataDir().resolve("postmaster.pid"));
    }
  }

  /** Makes a running server read its configuration again. */
  public void reload() {
    postmaster().ifPresent(Signal.HUP::sendTo);
  }

  /**
   * @param purpose what the server must not run for, after "has to be stopped before"
   * @throws TaskFailure if it runs
   */
  public void requireStopped(String purpose) throws TaskFailure {
    if (postmaster().isPresent()) {
      throw TaskFailure.retryable(
          "PostgreSQL runs (process "
              + postmaster().get().pid()
              + ") and has to be stopped before "
              + purpose);
    }
  }
}
