package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Bootstrap;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskCancelled;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.CreationMark;
import io.hactl.postgres.program.Hook;
import io.hactl.postgres.program.Tool;
import io.hactl.postgres.server.Launcher;
import io.hactl.postgres.server.LocalServer;
import io.hactl.settings.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a new database cluster and leaves it running as a primary. */
final class BootstrapTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(BootstrapTask.class);
  private static final Duration INITDB = Duration.ofMinutes(10);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration POST_BOOTSTRAP = Duration.ofHours(24);

  private final LocalServer server;
  private final PostgresConfig config;
  private final Bootstrap task;

  BootstrapTask(LocalServer server, Bootstrap task) {
    this.server = server;
    this.config = server.config();
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException, SQLException {
    server.requireStopped("a new cluster is made");
    if (!server.dataDirectory().isEmpty()) {
      throw TaskFailure.lasting(
          server.dataDir() + " is not empty, so that no new cluster is made in it");
    }
    CreationMark mark = new CreationMark(server.dataDir());
    mark.set();
    initdb(context);
    if (!config.bootstrap().pgHba().isEmpty() && !server.files().managesHba(task.config())) {
      server.files().appendHba(config.bootstrap().pgHba());
    }
    server.files().asPrimary(task.config());
    try {
      if (!new Launcher(server).start(context, task.config(), START)) {
        throw TaskFailure.lasting(
            "the new cluster took no connections within "
                + START.toSeconds()
                + " s: see "
                + config.places().log());
      }
      new Roles(server).create();
      postBootstrap(context);
    } catch (TaskFailure | IOException | SQLException | TaskCancelled e) {
      stopAgain();
      throw e;
    }
    mark.clear();
    return new TaskResult.Bootstrapped(server.dataDirectory().control().systemIdentifier());
  }

  private void initdb(TaskContext context) throws TaskFailure, IOException {
    PostgresConfig.Credentials superuser = config.authentication().superuser();
    List<String> command = new ArrayList<>();
    command.add(server.binaries().path("initdb"));
    command.add("--pgdata=" + server.dataDir());
    command.add("--username=" + superuser.username());
    config.bootstrap().initdb().forEach(option -> command.add(option.argument()));
    Optional<Path> passwordFile = Optional.empty();
    try {
      if (superuser.password().isPresent()) {
        passwordFile = Optional.of(passwordFile(superuser.password().get()));
        command.add("--pwfile=" + passwordFile.get());
      }
      Tool.Outcome outcome =
          Tool.run(context, command, Map.of(), INITDB, line -> log.debug("initdb: {}", line));
      if (!outcome.succeeded()) {
        throw TaskFailure.lasting("initdb failed: " + outcome.tail());
      }
    } finally {
      if (passwordFile.isPresent()) {
        Files.delete(passwordFile.get());
      }
    }
  }

  private static Path passwordFile(Secret password) throws IOException {
    Path file =
        Files.createTempFile(
            "hactl-initdb-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password.value() + "\n");
    return file;
  }

  private void postBootstrap(TaskContext context) throws TaskFailure, IOException {
    Optional<String> command = config.bootstrap().postBootstrap();
    if (command.isEmpty()) {
      return;
    }
    server.files().pgPass().writeFor(server.sessions().localEndpoint());
    Hook.run(
        context,
        "bootstrap.post_bootstrap",
        command.get(),
        POST_BOOTSTRAP,
        Map.of("PGPASSFILE", server.files().pgPass().file().toString()),
        List.of(url()));
  }

  /** The connection URL of the superuser, without the password. */
  private String url() {
    return "postgres://"
        + URLEncoder.encode(config.authentication().superuser().username(), StandardCharsets.UTF_8)
            .replace("+", "%20")
        + "@"
        + server.sessions().localEndpoint()
        + "/"
        + config.database();
  }

  private void stopAgain() {
    try {
      new StopTask(server, new Stop(StopPurpose.REJOIN, false, Duration.ofSeconds(10)))
          .run(new TaskContext(server.time()));
    } catch (TaskFailure e) {
      log.warn("The half-made cluster's server was not stopped: {}", e.getMessage());
    }
  }
}
