package io.hactl.postgres;

import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The parts that every task on this node's server works with. */
record Instance(
    PostgresConfig config,
    TimeSource time,
    Binaries binaries,
    ManagedFiles files,
    Sessions sessions,
    ServerProcesses processes,
    PostmasterMonitor monitor,
    DataDirReader dataDirectory) {

  static Instance of(PostgresConfig config, TimeSource time) {
    Binaries binaries = new Binaries(config);
    ServerProcesses processes = new ServerProcesses(config);
    return new Instance(
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
  Instance with(PostgresConfig changed) {
    Binaries changedBinaries = new Binaries(changed);
    return new Instance(
        changed,
        time,
        changedBinaries,
        new ManagedFiles(changed),
        new Sessions(changed),
        processes,
        monitor,
        new DataDirReader(changed, changedBinaries, time));
  }

  Path dataDir() {
    return config.places().dataDir();
  }

  /** PostgreSQL's version, as the data directory tells it. */
  int majorVersion() throws IOException {
    return Integer.parseInt(Files.readString(dataDir().resolve("PG_VERSION")).strip());
  }

  Optional<ProcessId> postmaster() {
    return monitor.current();
  }

  /**
   * Removes a {@code postmaster.pid} whose server is gone. PostgreSQL goes by the process number
   * alone: a zombie that nobody has reaped yet, or another program of this user that was given the
   * number, would keep the server from starting. Called when no process of the server is left.
   */
  void removeStalePidFile() throws IOException {
    if (postmaster().isEmpty() && processes.all().isEmpty()) {
      Files.deleteIfExists(dataDir().resolve("postmaster.pid"));
    }
  }

  /** Makes a running server read its configuration again. */
  void reload() {
    postmaster().ifPresent(Signal.HUP::sendTo);
  }

  void requireStopped(String purpose) throws TaskFailure {
    if (postmaster().isPresent()) {
      throw TaskFailure.retryable(
          "PostgreSQL runs (process "
              + postmaster().get().pid()
              + ") and has to be stopped before "
              + purpose);
    }
  }
}
