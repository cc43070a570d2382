package io.hactl.agent.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.PostgresTask.Stop;
import io.hactl.agent.core.PostgresTask.StopPurpose;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.PostgresView;
import io.hactl.agent.core.ServerState;
import io.hactl.agent.core.Upstream;
import io.hactl.agent.os.BootTimeSource;
import io.hactl.agent.os.ProcFs;
import io.hactl.agent.os.ProcessId;
import io.hactl.dcs.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A node with a real PostgreSQL server on loopback. */
final class TestNode implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(30);
  static final String SUPERUSER_PASSWORD = "super:secret\\'1";

  final String name;
  final Path dataDir;
  final int port;
  final PostgresConfig config;
  final LocalPostgres postgres;

  TestNode(Path folder, String name) throws IOException {
    this(folder, name, new PostgresConfig.Hooks(Optional.empty(), Optional.empty(), Map.of()));
  }

  TestNode(Path folder, String name, PostgresConfig.Hooks hooks) throws IOException {
    this(folder, name, hooks, UnaryOperator.identity());
  }

  TestNode(
      Path folder,
      String name,
      PostgresConfig.Hooks hooks,
      UnaryOperator<PostgresConfig.Credentials> replication)
      throws IOException {
    this.name = name;
    this.dataDir = folder.resolve(name).resolve("data");
    this.port = freePort();
    Files.createDirectories(dataDir.getParent());
    this.config = config(folder.resolve(name), hooks, replication);
    this.postgres = new LocalPostgres(config, new BootTimeSource());
  }

  private PostgresConfig config(
      Path folder,
      PostgresConfig.Hooks hooks,
      UnaryOperator<PostgresConfig.Credentials> replication) {
    return new PostgresConfig(
        "demo",
        name,
        new PostgresConfig.Places(
            dataDir,
            Optional.empty(),
            Optional.of(binDir()),
            folder.resolve("pgpass"),
            Optional.empty()),
        new PostgresConfig.Listening(
            List.of("127.0.0.1"),
            port,
            new Member.Endpoint("127.0.0.1", port),
            true,
            List.of(folder)),
        "postgres",
        new PostgresConfig.Authentication(
            credentials("postgres", SUPERUSER_PASSWORD),
            replication.apply(credentials("replicator", "repl:pass")),
            Optional.of(credentials("rewinder", "rewind pass"))),
        new PostgresConfig.ServerSettings(
            _ -> Map.of("fsync", "off", "max_connections", "30", "shared_buffers", "16MB"),
            Map.of(),
            List.of(
                "local all all trust",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication all 127.0.0.1/32 scram-sha-256"),
            List.of(),
            Optional.empty()),
        new PostgresConfig.Bootstrap(
            List.of(
                new PostgresConfig.ToolOption("encoding", Optional.of("UTF8")),
                new PostgresConfig.ToolOption("data-checksums", Optional.empty()),
                new PostgresConfig.ToolOption("no-sync", Optional.empty())),
            List.of(),
            List.of(
                new PostgresConfig.NewUser(
                    "app", Optional.of(new Secret("app")), List.of("createdb"))),
            Optional.of(folder.resolve("post_bootstrap"))
                .filter(Files::exists)
                .map(Path::toString)),
        List.of(new PostgresConfig.ToolOption("no-sync", Optional.empty())),
        hooks,
        PostgresConfig.Deadlines.DEFAULT);
  }

  static Path binDir() {
    return Path.of("/usr/lib/postgresql/15/bin");
  }

  private static PostgresConfig.Credentials credentials(String user, String password) {
    return new PostgresConfig.Credentials(user, Optional.of(new Secret(password)), Map.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  Upstream asUpstream(String slot) {
    return new Upstream(name, new Member.Endpoint("127.0.0.1", port), slot);
  }

  TaskResult run(PostgresTask task) {
    try {
      return postgres
          .start(task)
          .result()
          .toCompletableFuture()
          .get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(task + " did not end", e);
    }
  }

  PostgresView observe() {
    return postgres.observe().toCompletableFuture().join();
  }

  ServerState server() {
    return observe().server();
  }

  ServerState.Running running() {
    return server().running().orElseThrow(() -> new AssertionError("not running: " + server()));
  }

  void bootstrap() {
    TaskResult result = run(new PostgresTask.Bootstrap(DynamicConfig.EMPTY));
    if (!(result instanceof TaskResult.Bootstrapped)) {
      throw new AssertionError(result.toString());
    }
  }

  TaskResult stop(Duration fast) {
    return run(new Stop(StopPurpose.SHUTDOWN, false, fast));
  }

  ProcessId postmaster() {
    return PostmasterPidFile.read(dataDir).flatMap(f -> ProcFs.alive(f.pid())).orElseThrow();
  }

  String sql(String sql) throws SQLException {
    try (Connection connection = connect("postgres", SUPERUSER_PASSWORD);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?socketTimeout=10", user, password);
  }

  static DynamicConfig dynamic(String json) {
    try {
      return new DynamicConfig(new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    run(new Stop(StopPurpose.SHUTDOWN, false, Duration.ZERO));
    postgres.close();
  }
}
