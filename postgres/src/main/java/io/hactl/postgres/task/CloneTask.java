package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Clone;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.aside.DirectoryContents;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.CreationMark;
import io.hactl.postgres.files.ServiceFile;
import io.hactl.postgres.program.Tool;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.ReplicationCommands;
import io.hactl.postgres.server.SqlStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies another member's data directory by {@code pg_basebackup}. */
final class CloneTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(CloneTask.class);
  private static final Duration TIMEOUT = Duration.ofDays(30);

  private final LocalServer server;
  private final Clone task;

  CloneTask(LocalServer server, Clone task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    server.requireStopped("another server is copied");
    if (!server.dataDirectory().isEmpty()) {
      throw TaskFailure.lasting(
          server.dataDir() + " is not empty, so that nothing is copied into it");
    }
    CreationMark mark = new CreationMark(server.dataDir());
    mark.set();
    server.files().pgPass().writeFor(task.source().endpoint());
    createSlot();
    log.info("Copying {} at {}.", task.source().name(), task.source().endpoint());
    try {
      Tool.Outcome outcome = copy(context);
      if (!outcome.succeeded()) {
        throw TaskFailure.retryable(
            "the base backup from "
                + task.source().name()
                + " at "
                + task.source().endpoint()
                + " failed: "
                + outcome.tail());
      }
      Files.setPosixFilePermissions(server.dataDir(), PosixFilePermissions.fromString("rwx------"));
      server.files().asStandby(Optional.of(task.source()), task.config());
    } catch (TaskFailure | IOException | TaskCancelled e) {
      // Everything there is of this task: pg_basebackup writes into empty directories only.
      DirectoryContents.removeData(server.dataDir());
      throw e;
    }
    mark.clear();
    return new TaskResult.Succeeded();
  }

  private Tool.Outcome copy(TaskContext context) throws TaskFailure, IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PGPASSFILE", server.files().pgPass().file().toString());
    environment.put("LC_MESSAGES", "C");
    try (ServiceFile service = server.files().connection().serviceForCopy()) {
      service.addTo(environment);
      return Tool.run(
          context, command(), environment, TIMEOUT, line -> log.info("pg_basebackup: {}", line));
    }
  }

  /** The leader would make the slot too, as soon as it sees this member; it may not have yet. */
  private void createSlot() throws TaskFailure {
    if (task.slot().isEmpty()) {
      return;
    }
    try (Connection replication =
        server
            .sessions()
            .replication(task.source().endpoint(), server.config().deadlines().statement())) {
      ReplicationCommands.createSlot(replication, task.slot());
    } catch (SQLException e) {
      throw TaskFailure.retryable(
          "the replication slot %s cannot be created on %s at %s, so that nothing is copied: %s"
              .formatted(
                  task.slot(),
                  task.source().name(),
                  task.source().endpoint(),
                  SqlStates.describe(e)));
    }
  }

  private List<String> command() throws TaskFailure {
    List<String> command = new ArrayList<>();
    command.add(server.binaries().path("pg_basebackup"));
    command.add("--pgdata=" + server.dataDir());
    command.add("--wal-method=stream");
    command.add("--checkpoint=fast");
    command.add("--no-password");
    command.add("--dbname=" + server.files().connection().forCopy(task.source()));
    if (!task.slot().isEmpty()) {
      command.add("--slot=" + task.slot());
    }
    server.config().basebackup().forEach(option -> command.add(option.argument()));
    return command;
  }
}
