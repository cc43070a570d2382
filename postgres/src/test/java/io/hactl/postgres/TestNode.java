package io.hactl.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.os.BootTimeSource;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.PostmasterPidFile;
import io.hactl.postgres.server.ServerProcesses;
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
public final class TestNode implements AutoCloseable {

  public static final Duration LONG = Duration.ofSeconds(30);
  static final String SUPERUSER_PASSWORD = "super:secret\\'1";

  /** Dynamic shared memory is in the data directory, where it goes with a server that is killed. */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("fsync", "off"),
          Map.entry("max_connections", "30"),
          Map.entry("shared_buffers", "16MB"),
          Map.entry("dynamic_shared_memory_type", "mmap"));

  public final String name;
  public final Path dataDir;
  public final int port;
  public final PostgresConfig config;
  public final LocalPostgres postgres;

  public TestNode(Path folder, String name) throws IOException {
    this(folder, name, new PostgresConfig.Hooks(Optional.empty(), Optional.empty(), Map.of()));
  }

  public TestNode(Path folder, String name, PostgresConfig.Hooks hooks) throws IOException {
    this(folder, name, hooks, UnaryOperator.identity());
  }

  public TestNode(
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
            _ -> PARAMETERS,
            Map.of(),
            List.of(
                "local all all trust",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication all 127.0.0.1/32 scram-sha-256"),
            List.of(),
            Optional.empty()),
        bootstrap(folder),
        List.of(new PostgresConfig.ToolOption("no-sync", Optional.empty())),
        hooks,
        PostgresConfig.Deadlines.DEFAULT);
  }

  private static PostgresConfig.Bootstrap bootstrap(Path folder) {
    return new PostgresConfig.Bootstrap(
        List.of(
            new PostgresConfig.ToolOption("encoding", Optional.of("UTF8")),
            new PostgresConfig.ToolOption("data-checksums", Optional.empty()),
            new PostgresConfig.ToolOption("no-sync", Optional.empty())),
        List.of(),
        List.of(
            new PostgresConfig.NewUser("app", Optional.of(new Secret("app")), List.of("createdb"))),
        Optional.of(folder.resolve("post_bootstrap")).filter(Files::exists).map(Path::toString));
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

  public Upstream asUpstream(String slot) {
    return new Upstream(name, new Member.Endpoint("127.0.0.1", port), slot);
  }

  public TaskResult run(PostgresTask task) {
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

  public PostgresView observe() {
    return postgres.observe().toCompletableFuture().join();
  }

  ServerState server() {
    return observe().server();
  }

  ServerState.Running running() {
    return server().running().orElseThrow(() -> new AssertionError("not running: " + server()));
  }

  public void bootstrap() {
    TaskResult result = run(new PostgresTask.Bootstrap(DynamicConfig.EMPTY));
    if (!(result instanceof TaskResult.Bootstrapped)) {
      throw new AssertionError(result.toString());
    }
  }

  public TaskResult stop(Duration fast) {
    return run(new Stop(StopPurpose.SHUTDOWN, false, fast));
  }

  ServerProcesses processes() {
    return LocalServer.of(config, new BootTimeSource()).processes();
  }

  ProcessId postmaster() {
    return PostmasterPidFile.read(dataDir).flatMap(f -> ProcFs.alive(f.pid())).orElseThrow();
  }

  public String sql(String sql) throws SQLException {
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

  public static DynamicConfig dynamic(String json) {
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
