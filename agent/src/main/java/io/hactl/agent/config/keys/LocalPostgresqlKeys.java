package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.InForce.AGENT_RESTART;
import static io.hactl.settings.keys.InForce.POSTGRES_RESTART;
import static io.hactl.settings.keys.Setting.local;

import io.hactl.agent.config.CommandOption;
import io.hactl.agent.config.ListenAddresses;
import io.hactl.settings.Bound;
import io.hactl.settings.HostPort;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.FileCheck;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What of {@code postgresql} stands in an agent's own file alone: this node's server. */
public final class LocalPostgresqlKeys {

  /** What stands for a program of PostgreSQL in paths. */
  public static final String PROGRAM = "<program>";

  /** What stands for an event in paths. */
  public static final String CALLBACK = "<event>";

  /** The programs, those first that there has to be. */
  public static final List<String> PROGRAMS =
      List.of(
          "postgres",
          "pg_ctl",
          "initdb",
          "pg_basebackup",
          "pg_rewind",
          "pg_controldata",
          "pg_isready");

  /** The events. */
  public static final List<String> CALLBACKS =
      List.of("on_reload", "on_restart", "on_role_change", "on_start", "on_stop");

  /** All of them. */
  public static final Catalogue CATALOGUE =
      new Catalogue(
          new Placeholder(PROGRAM, PROGRAMS, false), new Placeholder(CALLBACK, CALLBACKS, false));

  private static final int PORT = 5432;
  private static final Path HERE = Path.of("");

  public static final Setting<ListenAddresses> LISTEN =
      CATALOGUE.add(
          local(
                  "postgresql.listen",
                  AddressTypes.listen(PORT),
                  "where PostgreSQL listens: hosts with commas, and one port, 5432")
              .required(
                  "set it, for instance to 0.0.0.0:5432",
                  new ListenAddresses(List.of("localhost"), PORT))
              .bound(AddressTypes.ANYWHERE_ALONE)
              .inForce(POSTGRES_RESTART)
              .variable());

  public static final Setting<String> CONNECT_ADDRESS =
      CATALOGUE.add(
          local(
                  "postgresql.connect_address",
                  AddressTypes.connect(PORT),
                  "where other members and clients reach it")
              .otherwiseAs("`postgresql.listen`")
              .variable());

  public static final Setting<HostPort> PROXY_ADDRESS =
      CATALOGUE.add(
          local(
                  "postgresql.proxy_address",
                  ValueType.address(PORT),
                  "where a connection pool beside the server is reached")
              .variable());

  public static final Setting<Path> DATA_DIR =
      CATALOGUE.add(
          local("postgresql.data_dir", ValueType.path(HERE), "the data directory")
              .required(
                  "name the folder of the data, for instance /var/lib/postgresql/data",
                  Path.of("/nonexistent"))
              .bound(
                  Bound.that(
                      "an absolute path",
                      Path::isAbsolute,
                      ValueProblem.of("is not an absolute path", "start it with '/'")))
              .bound(
                  Bound.that(
                      "a folder, or one that can be created",
                      folder -> !Files.exists(folder) || Files.isDirectory(folder),
                      ValueProblem.of(
                          "is not a folder", "name a folder, or one that does not exist yet")))
              .bound(
                  Bound.that(
                      "in a folder of the agent's user",
                      LocalPostgresqlKeys::isThereOrCanBe,
                      ValueProblem.of(
                          "does not exist and cannot be created by this user",
                          "create its parent folder for the agent's user")))
              .inForce(AGENT_RESTART)
              .variable());

  public static final Setting<Path> CONFIG_DIR =
      CATALOGUE.add(
          local("postgresql.config_dir", ValueType.path(HERE), "the folder of `postgresql.conf`")
              .otherwiseAs("`postgresql.data_dir`")
              .bound(FileCheck.FOLDER)
              .inForce(AGENT_RESTART)
              .variable());

  public static final Setting<String> CONFIG_BASE_NAME =
      CATALOGUE.add(
          local(
                  "postgresql.config_base_name",
                  ValueType.text(),
                  "`postgresql` in `postgresql.conf`")
              .otherwise("postgresql")
              .inForce(AGENT_RESTART)
              .notCarriedOut());

  public static final Setting<Path> BIN_DIR =
      CATALOGUE.add(
          local(
                  "postgresql.bin_dir",
                  ValueType.path(Path.of("/")),
                  "the folder of PostgreSQL's server programs")
              .otherwiseAs("found on the `PATH`, or where distributions have it")
              .inForce(POSTGRES_RESTART)
              .variable());

  public static final Setting<String> BIN_NAME =
      CATALOGUE.add(
          local(
                  "postgresql.bin_name." + PROGRAM,
                  ValueType.text(),
                  "the program's name where it is another one; it counts where programs are looked"
                      + " for and asked for their version, and not yet where they are started")
              .otherwiseAs("the usual one")
              .inForce(POSTGRES_RESTART)
              .variables("postgresql_bin_" + PROGRAM));

  public static final Setting<Path> PGPASS =
      CATALOGUE.add(
          local(
                  "postgresql.pgpass",
                  ValueType.path(HERE),
                  "a password file that the agent writes, mode 0600")
              .otherwiseAs("`~/pgpass`")
              .bound(
                  Bound.that(
                      "a file",
                      file -> !Files.isDirectory(file),
                      ValueProblem.of("is a folder", "name a file, which the agent will write")))
              .bound(
                  Bound.that(
                      "in a folder that exists",
                      file -> Files.isDirectory(file.toAbsolutePath().getParent()),
                      ValueProblem.of(
                          "is in a folder that does not exist",
                          "create the folder for the agent's user")))
              .variable());

  public static final Setting<String> DATABASE =
      CATALOGUE.add(
          local("postgresql.database", ValueType.text(), "the database the agent connects to")
              .otherwise("postgres"));

  public static final Setting<Boolean> USE_UNIX_SOCKET =
      CATALOGUE.add(
          local(
                  "postgresql.use_unix_socket",
                  ValueType.flag(),
                  "the agent connects to its own server through the Unix socket")
              .otherwise(false));

  public static final Setting<Boolean> USE_UNIX_SOCKET_REPL =
      CATALOGUE.add(
          local(
                  "postgresql.use_unix_socket_repl",
                  ValueType.flag(),
                  "the same for replication connections to its own server")
              .otherwise(false)
              .notCarriedOut());

  public static final Setting<Path> CUSTOM_CONF =
      CATALOGUE.add(
          local(
                  "postgresql.custom_conf",
                  ValueType.path(HERE),
                  "included instead of `postgresql.base.conf`")
              .bound(FileCheck.READABLE));

  public static final Setting<String> ON_EVENT =
      CATALOGUE.add(
          local(
              "postgresql.callbacks." + CALLBACK,
              ValueType.text(),
              "a command, called with ACTION ROLE SCOPE"));

  public static final Setting<String> PRE_PROMOTE =
      CATALOGUE.add(
          local(
              "postgresql.pre_promote",
              ValueType.text(),
              "a command that must succeed before a promotion"));

  public static final Setting<String> BEFORE_STOP =
      CATALOGUE.add(
          local("postgresql.before_stop", ValueType.text(), "a command that is run before a stop"));

  public static final Setting<List<CommandOption>> BASEBACKUP =
      CATALOGUE.add(
          local(
                  "postgresql.basebackup",
                  CommandOptionsType.of(
                      Set.of(
                          "pgdata",
                          "format",
                          "wal-method",
                          "xlog-method",
                          "gzip",
                          "compress",
                          "version",
                          "dbname",
                          "host",
                          "port",
                          "username",
                          "password",
                          "no-password",
                          "write-recovery-conf",
                          "slot",
                          "create-slot",
                          "no-slot")),
                  "options of `pg_basebackup`: `- max-rate: 100M`")
              .otherwise(List.of(), "none"));

  public static final Setting<Duration> PG_CTL_TIMEOUT =
      CATALOGUE.add(
          local("postgresql.pg_ctl_timeout", ValueType.time(), "how long a start or stop may take")
              .otherwise(Duration.ofSeconds(60))
              .notCarriedOut());

  static {
    CATALOGUE.unused(Place.LOCAL, "postgresql.pg_hosts");
  }

  private LocalPostgresqlKeys() {}

  private static boolean isThereOrCanBe(Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    boolean exists = folder.equals(there);
    return exists || there != null && Files.isDirectory(there) && Files.isWritable(there);
  }
}
