package io.hactl.it.cluster;

import io.hactl.it.machine.Installation;
import io.hactl.it.machine.LocalProcess;
import io.hactl.it.machine.ServerUser;
import io.hactl.it.machine.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.stream.Stream;

/** One machine of the cluster: an agent and its PostgreSQL server. */
public final class Node {

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

  public String name() {
    return settings.name();
  }

  public AgentSettings settings() {
    return settings;
  }

  public Rest rest() {
    return rest;
  }

  public Path dataDirectory() {
    return settings.dataDirectory();
  }

  Path settingsFile() {
    return settings.folder().resolve("agent.yml");
  }

  public Path agentLog() {
    return settings.folder().resolve("agent.log");
  }

  public LocalProcess agent() {
    return agent;
  }

  /** What stays as it is while the data is neither copied anew nor set aside. */
  public Object identityOfData() throws IOException {
    Path base = dataDirectory().resolve("base");
    return Files.readAttributes(base, BasicFileAttributes.class).fileKey();
  }

  /** What lies beside the data and is named after it: what was set aside, and WAL that was lost. */
  public List<Path> besideTheData() throws IOException {
    try (Stream<Path> all = Files.list(dataDirectory().getParent())) {
      String prefix = dataDirectory().getFileName() + ".";
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Writes the settings and starts the agent. */
  public Node start() throws IOException {
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

  public boolean isRunning() {
    return agent != null && agent.isAlive();
  }

  /** Stops the agent as a service manager does, and PostgreSQL with it. */
  public int terminate() throws InterruptedException {
    agent.signal("TERM");
    return agent.awaitExit(Duration.ofSeconds(30));
  }

  /** The agent is gone from one moment to the next; PostgreSQL is left alone. */
  public void killAgent() throws InterruptedException {
    agent.kill();
  }

  /** The postmaster is gone from one moment to the next. */
  public void killPostmaster() throws IOException {
    Signals.send(postmasterPid(), "KILL");
  }

  /** Everything of this node is gone, as if the machine had lost its power. */
  public void killAll() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      if (agent != null) {
        agent.kill();
      }
      Signals.processesIn(settings.folder()).forEach(pid -> Signals.send(pid, "KILL"));
    }
  }

  /** Every process of the server. */
  public List<Long> serverProcesses() {
    return Signals.processesIn(dataDirectory());
  }

  /** The agent and the guard first, then the server's processes. */
  public List<Long> processes() {
    List<Long> all = new ArrayList<>();
    if (isRunning()) {
      all.add(agent.pid());
    }
    all.addAll(Guards.in(settings.folder()));
    all.addAll(serverProcesses());
    return all;
  }

  /** The postmaster's process, from the first line of its lock file. */
  public long postmasterPid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(dataDirectory().resolve("postmaster.pid")).getFirst().strip());
  }

  /** Runs one of PostgreSQL's programs on this node. */
  public LocalProcess.Finished runPostgres(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(installation.postgres(program)));
    command.addAll(List.of(arguments));
    return LocalProcess.run(settings.folder(), Duration.ofSeconds(60), command);
  }

  /** A connection as the superuser. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", AgentSettings.PASSWORD);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + settings.postgresAddress() + "/postgres", properties);
  }

  /** The first column of the first row, as text. */
  public String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public boolean isWritable() throws SQLException {
    return "f".equals(query("select pg_is_in_recovery()"));
  }

  /** Whether it answers that it takes writes. */
  public boolean takesWrites() {
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
