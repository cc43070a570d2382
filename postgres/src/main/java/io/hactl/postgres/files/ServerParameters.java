package io.hactl.postgres.files;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.postgres.base.PostgresConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server parameters in force on this node. Those that have to agree between the members of a
 * cluster, or that the agent depends on, go onto the server's command line as well, where {@code
 * ALTER SYSTEM} cannot override them.
 */
public final class ServerParameters {

  private static final Logger log = LoggerFactory.getLogger(ServerParameters.class);

  /** What goes onto the command line, with the values for a configuration that does not say. */
  private static final Map<String, String> CONTROLLED =
      Map.ofEntries(
          Map.entry("wal_level", "replica"),
          Map.entry("hot_standby", "on"),
          Map.entry("wal_log_hints", "on"),
          Map.entry("max_connections", "100"),
          Map.entry("max_wal_senders", "10"),
          Map.entry("max_replication_slots", "10"),
          Map.entry("max_worker_processes", "8"),
          Map.entry("max_prepared_transactions", "0"),
          Map.entry("max_locks_per_transaction", "64"),
          Map.entry("track_commit_timestamp", "off"));

  /**
   * A standby with less of these than the primary had does not replay; to pg_controldata's name.
   */
  private static final Map<String, String> STANDBY_FLOORS =
      Map.of(
          "max_connections", "max_connections setting",
          "max_worker_processes", "max_worker_processes setting",
          "max_wal_senders", "max_wal_senders setting",
          "max_prepared_transactions", "max_prepared_xacts setting",
          "max_locks_per_transaction", "max_locks_per_xact setting");

  private static final List<String> IDENTITY = List.of("listen_addresses", "port", "cluster_name");

  private final PostgresConfig config;

  ServerParameters(PostgresConfig config) {
    this.config = config;
  }

  /** All parameters, by name. */
  SortedMap<String, String> inForce(DynamicConfig dynamic) {
    SortedMap<String, String> all =
        new TreeMap<>(config.settings().effectiveParameters().apply(dynamic));
    if (dynamic.synchronousMode().isOn() && all.remove(SynchronousConf.PARAMETER) != null) {
      log.warn(
          "postgresql.parameters.{} is not used while synchronous_mode is on, as the agent manages"
              + " it; remove it, or set synchronous_mode: off.",
          SynchronousConf.PARAMETER);
    }
    CONTROLLED.forEach(all::putIfAbsent);
    PostgresConfig.Listening listening = config.listening();
    all.put("listen_addresses", String.join(",", listening.hosts()));
    all.put("port", Integer.toString(listening.port()));
    all.putIfAbsent("cluster_name", config.scope());
    if (!listening.socketDirectories().isEmpty()) {
      all.putIfAbsent(
          "unix_socket_directories",
          listening.socketDirectories().stream()
              .map(Object::toString)
              .collect(Collectors.joining(", ")));
    }
    if (!config.places().config().equals(config.places().dataDir())) {
      all.putIfAbsent("data_directory", config.places().dataDir().toString());
      all.putIfAbsent("hba_file", config.places().config().resolve("pg_hba.conf").toString());
      all.putIfAbsent("ident_file", config.places().config().resolve("pg_ident.conf").toString());
    }
    return all;
  }

  /**
   * The server's arguments for the controlled parameters.
   *
   * @param control for a standby: what the primary had; empty for a primary
   */
  public List<String> commandLine(DynamicConfig dynamic, Map<String, String> control) {
    Map<String, String> all = inForce(dynamic);
    List<String> arguments = new ArrayList<>();
    IDENTITY.forEach(name -> arguments.add("--" + name + "=" + all.get(name)));
    new TreeMap<>(CONTROLLED)
        .keySet()
        .forEach(
            name -> {
              String value = floored(all.get(name), floor(control, name));
              arguments.add("--" + name + "=" + value);
            });
    return arguments;
  }

  private static String floor(Map<String, String> control, String name) {
    String setting = STANDBY_FLOORS.get(name);
    return setting == null ? null : control.get(setting);
  }

  private static String floored(String wanted, String floor) {
    if (floor == null) {
      return wanted;
    }
    try {
      return Integer.parseInt(wanted.strip()) < Integer.parseInt(floor) ? floor : wanted;
    } catch (NumberFormatException e) {
      return wanted;
    }
  }
}
