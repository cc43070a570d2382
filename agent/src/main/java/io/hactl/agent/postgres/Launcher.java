package io.hactl.agent.postgres;

import io.hactl.agent.os.ProcFs;
import io.hactl.agent.os.ProcessId;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.io.File;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the postmaster, in a session of its own and tied to the agent by nothing, so that it
 * outlives it, and waits until it takes connections.
 */
final class Launcher {

  private static final Logger log = LoggerFactory.getLogger(Launcher.class);
  private static final Duration STEP = Duration.ofMillis(10);

  private final Instance instance;
  private final ServerLog serverLog;

  Launcher(Instance instance) {
    this.instance = instance;
    this.serverLog = new ServerLog(instance.config().places().log());
  }

  /**
   * Starts the server with the files as they are. If the task is cancelled meanwhile, the server
   * goes on starting.
   *
   * @return whether it takes connections; false if {@code timeout} was over before
   * @throws TaskFailure if it has ended
   */
  boolean start(TaskContext context, DynamicConfig config, Duration timeout)
      throws TaskFailure, IOException {
    instance.requireStopped("it is started");
    new Killer(instance).killAll(context);
    instance.removeStalePidFile();
    Tick deadline = context.in(timeout);
    ProcessId postmaster = launch(config);
    boolean settled =
        context.await(() -> !ProcFs.isAlive(postmaster) || isReady(postmaster), STEP, deadline);
    if (!ProcFs.isAlive(postmaster)) {
      throw TaskFailure.lasting("PostgreSQL ended while starting: " + serverLog.tail());
    }
    new FormerCluster(instance.dataDir()).clear();
    return settled;
  }

  private ProcessId launch(DynamicConfig config) throws TaskFailure, IOException {
    serverLog.prepare();
    List<String> command = new ArrayList<>();
    command.add("setsid");
    command.add(instance.binaries().path("postgres"));
    command.add("-D");
    command.add(instance.dataDir().toString());
    command.add("--config_file=" + instance.config().places().config().resolve("postgresql.conf"));
    Map<String, String> floors =
        instance.files().isStandby() ? instance.dataDirectory().control().values() : Map.of();
    command.addAll(instance.files().parameters().commandLine(config, floors));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(serverLog.file().toFile()));
    ToolEnvironment.applyToServer(builder);
    Process process = builder.start();
    ProcessId id =
        ProcFs.alive(process.pid())
            .orElseThrow(
                () -> TaskFailure.lasting("PostgreSQL ended at once: " + serverLog.tail()));
    log.info("Started PostgreSQL as process {}.", id.pid());
    instance.monitor().track(id);
    return id;
  }

  /** The file is asked first, as a refused connection costs the starting server a process. */
  private boolean isReady(ProcessId postmaster) {
    boolean announced =
        PostmasterPidFile.read(instance.dataDir())
            .filter(file -> file.pid() == postmaster.pid() && file.isReady())
            .isPresent();
    if (!announced) {
      return false;
    }
    try (Connection connection = instance.sessions().local(instance.config().deadlines().probe())) {
      return !connection.isClosed();
    } catch (SQLException e) {
      if (SqlStates.isNotAccepting(e) || !SqlStates.isAnswer(e)) {
        return false;
      }
      log.warn("PostgreSQL is up and does not let the agent in: {}", e.getMessage());
      return true;
    }
  }
}
