package io.hactl.postgres.task;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.program.Tool;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crash recovery of a former primary by a single-user server, to which no client can connect. No
 * WAL segment is recycled meanwhile, as {@code pg_rewind} may need it.
 */
final class RecoverCrashTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(RecoverCrashTask.class);
  private static final Duration TIMEOUT = Duration.ofHours(24);

  private final LocalServer server;

  RecoverCrashTask(LocalServer server) {
    this.server = server;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    server.requireStopped("it is recovered");
    new Killer(server).killAll(context);
    server.removeStalePidFile();
    ControlState state = server.dataDirectory().control().state();
    if (state.isClean()) {
      return new TaskResult.Succeeded();
    }
    if (!state.wasPrimary()) {
      throw TaskFailure.lasting(
          server.dataDir()
              + " was last used by a standby ("
              + state
              + "), which recovers when it is started as one");
    }
    Files.deleteIfExists(server.dataDir().resolve("standby.signal"));
    Files.deleteIfExists(server.dataDir().resolve("recovery.signal"));
    Tool.Outcome outcome =
        Tool.run(
            context,
            command(),
            Map.of(),
            TIMEOUT,
            line -> log.info("single-user recovery: {}", line));
    if (!server.dataDirectory().control().state().isClean()) {
      throw TaskFailure.retryable(
          "crash recovery of "
              + server.dataDir()
              + " ended with status "
              + outcome.status()
              + ": "
              + outcome.tail());
    }
    return new TaskResult.Succeeded();
  }

  private List<String> command() throws TaskFailure {
    return List.of(
        server.binaries().path("postgres"),
        "--single",
        "-D",
        server.dataDir().toString(),
        "-c",
        "config_file=" + server.config().places().config().resolve("postgresql.conf"),
        "-c",
        "archive_mode=on",
        "-c",
        "archive_command=false",
        "-c",
        "logging_collector=off",
        "template1");
  }
}
