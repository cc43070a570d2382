package io.hactl.agent.postgres;

import io.hactl.dcs.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What this node's settings say of PostgreSQL.
 *
 * @param scope the cluster's name
 * @param name the member's name
 * @param database the database that the agent's own sessions use
 * @param basebackup more options for {@code pg_basebackup}
 */
public record PostgresConfig(
    String scope,
    String name,
    Places places,
    Listening listening,
    String database,
    Authentication authentication,
    ServerSettings settings,
    Bootstrap bootstrap,
    List<ToolOption> basebackup,
    Hooks hooks,
    Deadlines deadlines) {

  public PostgresConfig {
    basebackup = List.copyOf(basebackup);
  }

  /**
   * Where things are.
   *
   * @param configDir where {@code postgresql.conf} is; empty: in the data directory
   * @param binDir where PostgreSQL's programs are; empty: on the PATH
   * @param pgpass the file that passwords for libpq are kept in
   * @param serverLog what the server says before its own log is set up; empty: {@code
   *     hactl.server.log} in the data directory
   */
  public record Places(
      Path dataDir,
      Optional<Path> configDir,
      Optional<Path> binDir,
      Path pgpass,
      Optional<Path> serverLog) {

    /** The directory of {@code postgresql.conf}. */
    public Path config() {
      return configDir.orElse(dataDir);
    }

    /** The file that the server's first words go to. */
    public Path log() {
      return serverLog.orElse(dataDir.resolve("hactl.server.log"));
    }
  }

  /**
   * Where the server listens.
   *
   * @param hosts as in {@code listen_addresses}
   * @param connectAddress where other nodes reach it
   * @param useUnixSocket whether the agent's own sessions use a Unix socket
   * @param socketDirectories {@code unix_socket_directories}; empty: PostgreSQL's default
   */
  public record Listening(
      List<String> hosts,
      int port,
      Member.Endpoint connectAddress,
      boolean useUnixSocket,
      List<Path> socketDirectories) {

    public Listening {
      hosts = List.copyOf(hosts);
      socketDirectories = List.copyOf(socketDirectories);
    }
  }

  /**
   * Who the agent and its tools are in the database.
   *
   * @param rewind empty: the superuser rewinds
   */
  public record Authentication(
      Credentials superuser, Credentials replication, Optional<Credentials> rewind) {

    /** The user that {@code pg_rewind} connects as. */
    public Credentials rewindOrSuperuser() {
      return rewind.orElse(superuser);
    }
  }

  /**
   * A database user.
   *
   * @param options libpq connection options: {@code sslmode}, {@code sslcert}, {@code sslkey},
   *     {@code sslrootcert}, {@code channel_binding}, …
   */
  public record Credentials(
      String username, Optional<Secret> password, Map<String, String> options) {

    public Credentials {
      options = Map.copyOf(options);
    }

    /** Without the options, one of which may be {@code sslpassword}. */
    @Override
    public String toString() {
      return username;
    }
  }

  /**
   * What goes into the server's configuration files.
   *
   * @param effectiveParameters the server parameters in force: this node's over the dynamic
   *     configuration's over defaults
   * @param recoveryConf {@code restore_command} and the like
   * @param pgHba lines of {@code pg_hba.conf}; empty: as in the dynamic configuration, or else the
   *     file is left as it is
   * @param pgIdent likewise {@code pg_ident.conf}
   * @param customConf included in the place of {@code postgresql.base.conf}
   */
  public record ServerSettings(
      Function<DynamicConfig, Map<String, String>> effectiveParameters,
      Map<String, String> recoveryConf,
      List<String> pgHba,
      List<String> pgIdent,
      Optional<Path> customConf) {

    public ServerSettings {
      recoveryConf = Map.copyOf(recoveryConf);
      pgHba = List.copyOf(pgHba);
      pgIdent = List.copyOf(pgIdent);
    }
  }

  /**
   * How the first node makes the cluster.
   *
   * @param initdb options for {@code initdb}
   * @param pgHba lines added to the {@code pg_hba.conf} that initdb made, where no other is
   *     configured
   * @param postBootstrap a command that gets the connection URL as its last argument
   */
  public record Bootstrap(
      List<ToolOption> initdb,
      List<String> pgHba,
      List<NewUser> users,
      Optional<String> postBootstrap) {

    public Bootstrap {
      initdb = List.copyOf(initdb);
      pgHba = List.copyOf(pgHba);
      users = List.copyOf(users);
    }
  }

  /**
   * A user to create.
   *
   * @param options words of {@code CREATE ROLE}: {@code CREATEDB}, {@code CREATEROLE}, …
   */
  public record NewUser(String name, Optional<Secret> password, List<String> options) {

    public NewUser {
      options = List.copyOf(options);
    }
  }

  /** An option of a program, without the leading dashes: {@code encoding} with {@code UTF8}. */
  public record ToolOption(String name, Optional<String> value) {

    String argument() {
      return "--" + name + value.map(v -> "=" + v).orElse("");
    }
  }

  /**
   * The operator's own programs.
   *
   * @param callbacks by {@code on_start}, {@code on_stop}, {@code on_restart}, {@code on_reload},
   *     {@code on_role_change}
   */
  public record Hooks(
      Optional<String> prePromote, Optional<String> beforeStop, Map<String, String> callbacks) {

    public Hooks {
      callbacks = Map.copyOf(callbacks);
    }
  }

  /**
   * How long the agent waits for PostgreSQL.
   *
   * @param probe for a new connection or the status query before the server counts as unresponsive
   * @param statement for other statements of the agent's own
   * @param freshConnection how old the status connection may get before it is opened anew, so that
   *     a server that takes no new connections is noticed
   */
  public record Deadlines(Duration probe, Duration statement, Duration freshConnection) {

    public static final Deadlines DEFAULT =
        new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10));
  }
}
