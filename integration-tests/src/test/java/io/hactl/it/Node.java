package io.hactl.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** One machine of the cluster: an agent and its PostgreSQL server. */
final class Node {

  private final AgentSettings settings;
  private final Installation installation;
  private final Rest rest;
  private String moreSettings = "";
  private LocalProcess agent;

  Node(AgentSettings settings, Installation installation) {
    this.settings = settings;
    this.installation = installation;
    this.rest = new Rest(settings.place().host(), settings.restPort());
  }

  /** Has this at the end of the agent's settings file. */
  Node withSettings(String yaml) {
    moreSettings = yaml;
    return this;
  }

  String name() {
    return settings.name();
  }

  AgentSettings settings() {
    return settings;
  }

  Rest rest() {
    return rest;
  }

  Path dataDirectory() {
    return settings.dataDirectory();
  }

  Path settingsFile() {
    return settings.folder().resolve("agent.yml");
  }

  Path agentLog() {
    return settings.folder().resolve("agent.log");
  }

  LocalProcess agent() {
    return agent;
  }

  /** Writes the settings and starts the agent. */
  Node start() throws IOException {
    Files.createDirectories(settings.folder());
    Files.writeString(settingsFile(), settings.yaml() + moreSettings);
    Files.setPosixFilePermissions(settingsFile(), PosixFilePermissions.fromString("rw-------"));
    ServerUser.own(settings.folder());
    agent =
        LocalProcess.start(
            settings.place(),
            settings.folder(),
            agentLog(),
            List.of(installation.agent(), settingsFile().toString()));
    return this;
  }

  boolean isRunning() {
    return agent != null && agent.isAlive();
  }

  /** Stops the agent as a service manager does, and PostgreSQL with it. */
  int terminate() throws InterruptedException {
    agent.signal("TERM");
    return agent.awaitExit(Duration.ofSeconds(30));
  }

  /** The agent is gone from one moment to the next; PostgreSQL is left alone. */
  void killAgent() throws InterruptedException {
    agent.kill();
  }

  /** The postmaster is gone from one moment to the next. */
  void killPostmaster() throws IOException {
    Signals.send(postmasterPid(), "KILL");
  }

  /** Everything of this node is gone, as if the machine had lost its power. */
  void killAll() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      if (agent != null) {
        agent.kill();
      }
      Signals.processesIn(settings.folder()).forEach(pid -> Signals.send(pid, "KILL"));
    }
  }

  /** Every process of the server. */
  List<Long> serverProcesses() {
    return Signals.processesIn(dataDirectory());
  }

  /** The agent and the guard first, then the server's processes. */
  List<Long> processes() {
    List<Long> all = new ArrayList<>();
    if (isRunning()) {
      all.add(agent.pid());
    }
    all.addAll(Guards.in(settings.folder()));
    all.addAll(serverProcesses());
    return all;
  }

  /** The postmaster's process, from the first line of its lock file. */
  long postmasterPid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(dataDirectory().resolve("postmaster.pid")).getFirst().strip());
  }

  /** Runs one of PostgreSQL's programs on this node. */
  LocalProcess.Finished runPostgres(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(installation.postgres(program)));
    command.addAll(List.of(arguments));
    return LocalProcess.run(settings.folder(), Duration.ofSeconds(60), command);
  }

  /** A connection as the superuser. */
  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", AgentSettings.PASSWORD);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + settings.postgresAddress() + "/postgres", properties);
  }

  /** The first column of the first row, as text. */
  String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  boolean isWritable() throws SQLException {
    return "f".equals(query("select pg_is_in_recovery()"));
  }

  /** Whether it answers that it takes writes. */
  boolean takesWrites() {
    try {
      return isWritable();
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
