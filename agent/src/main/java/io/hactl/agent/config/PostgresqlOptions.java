package io.hactl.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this node's server is handled, as its agent's own settings say.
 *
 * @param parameters as written; not all of them are what PostgreSQL gets
 * @param pgHba lines of {@code pg_hba.conf}; empty: the file is left alone
 * @param pgIdent lines of {@code pg_ident.conf}; empty: the file is left alone
 * @param customConf included instead of {@code postgresql.base.conf}
 * @param useUnixSocket whether the agent connects through the Unix socket
 * @param useUnixSocketForReplication the same for replication connections to the own server
 * @param callbacks {@code on_start}, {@code on_stop}, {@code on_restart}, {@code on_reload}, {@code
 *     on_role_change} to commands
 * @param prePromote a command that has to succeed before a promotion
 * @param beforeStop a command that is run before a stop
 * @param createReplicaMethods in the order to try them
 * @param replicaMethods the methods other than {@code basebackup}
 * @param basebackup options of {@code pg_basebackup}
 * @param recoveryConf recovery parameters
 * @param pgCtlTimeout how long a start or stop may take
 */
public record PostgresqlOptions(
    Map<String, String> parameters,
    List<String> pgHba,
    List<String> pgIdent,
    Optional<Path> customConf,
    boolean useUnixSocket,
    boolean useUnixSocketForReplication,
    Map<String, String> callbacks,
    Optional<String> prePromote,
    Optional<String> beforeStop,
    List<String> createReplicaMethods,
    Map<String, ReplicaMethod> replicaMethods,
    List<CommandOption> basebackup,
    Map<String, String> recoveryConf,
    boolean removeDataDirectoryOnRewindFailure,
    boolean removeDataDirectoryOnDivergedTimelines,
    boolean useSlots,
    boolean usePgRewind,
    Duration pgCtlTimeout) {

  public PostgresqlOptions {
    parameters = ordered(parameters);
    pgHba = List.copyOf(pgHba);
    pgIdent = List.copyOf(pgIdent);
    callbacks = ordered(callbacks);
    createReplicaMethods = List.copyOf(createReplicaMethods);
    replicaMethods = ordered(replicaMethods);
    basebackup = List.copyOf(basebackup);
    recoveryConf = ordered(recoveryConf);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The first folder in {@code parameters.unix_socket_directories}; empty: PostgreSQL's own. */
  public Optional<Path> unixSocketDirectory() {
    return Optional.ofNullable(parameters.get("unix_socket_directories"))
        .map(folders -> folders.split(",", 2)[0].strip())
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  /**
   * A way to make a replica by a command.
   *
   * @param keepData whether the data directory is left as it is before
   * @param noLeader whether it works without a running leader or replica
   * @param noParams whether the command gets its own parameters only
   * @param parameters passed as {@code --name=value}
   */
  public record ReplicaMethod(
      String name,
      String command,
      boolean keepData,
      boolean noLeader,
      boolean noParams,
      Map<String, String> parameters) {
    public ReplicaMethod {
      parameters = ordered(parameters);
    }
  }
}
