package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Rewind;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.postgres.aside.LossRecorder;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.RewindMark;
import io.hactl.postgres.files.ConfText;
import io.hactl.postgres.files.ServiceFile;
import io.hactl.postgres.program.Tool;
import io.hactl.postgres.rewind.LeaderProbe;
import io.hactl.postgres.rewind.OwnFiles;
import io.hactl.postgres.rewind.RewindFailure;
import io.hactl.postgres.rewind.RewindOptions;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a former primary back to where the leader left its timeline, by {@code pg_rewind}. */
final class RewindTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(RewindTask.class);
  private static final Duration TIMEOUT = Duration.ofDays(7);
  private final LocalServer server;
  private final Rewind task;

  RewindTask(LocalServer server, Rewind task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    server.requireStopped("it is rewound");
    new Killer(server).killAll(context);
    String identifier = server.dataDirectory().control().systemIdentifier();
    LeaderProbe leader = new LeaderProbe(server, task.leader());
    leader.requireCheckpoint(identifier, leader.line(identifier).timeline());
    // restore_command is read from the file, and the signal is what the next start needs.
    server.files().asStandby(Optional.of(task.leader()), task.config());
    new LossRecorder(server).beforeDestroying(task.lost(), LostWal.How.REWOUND, context);
    RewindMark mark = new RewindMark(server.dataDir());
    OwnFiles own = new OwnFiles(server.config().places().config(), mark);
    own.keep();
    mark.set();
    log.info("Rewinding to {} at {}.", task.leader().name(), task.leader().endpoint());
    Tool.Outcome outcome = rewind(context);
    own.putBack();
    server.files().asStandby(Optional.of(task.leader()), task.config());
    if (!outcome.succeeded()) {
      throw RewindFailure.of(outcome);
    }
    mark.clear();
    return new TaskResult.Succeeded();
  }

  private Tool.Outcome rewind(TaskContext context) throws TaskFailure, IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PGPASSFILE", server.files().pgPass().file().toString());
    // RewindFailure reads what pg_rewind prints, so that has to be in English; LC_ALL would
    // override LC_MESSAGES.
    environment.put("LC_ALL", "");
    environment.put("LC_MESSAGES", "C");
    try (ServiceFile service = server.files().connection().serviceForRewind()) {
      service.addTo(environment);
      return Tool.run(
          context, command(), environment, TIMEOUT, line -> log.info("pg_rewind: {}", line));
    }
  }

  private List<String> command() throws TaskFailure, IOException {
    List<String> command = new ArrayList<>();
    command.add(server.binaries().path("pg_rewind"));
    command.add("--target-pgdata=" + server.dataDir());
    command.add("--source-server=" + server.files().connection().forRewind(task.leader()));
    Path configDir = server.config().places().config();
    boolean restores =
        ConfText.read(configDir.resolve("postgresql.conf")).contains("\nrestore_command = ");
    command.addAll(
        new RewindOptions(server.majorVersion(), server.dataDir(), configDir, restores)
            .arguments());
    return command;
  }
}
