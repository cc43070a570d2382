package io.hactl.postgres.files;

import io.hactl.dcs.config.DynamicConfig;
import io.hactl.parameters.ManagedParameter;
import io.hactl.parameters.ManagedParameter.SetBy;
import io.hactl.parameters.ManagedParameters;
import io.hactl.postgres.base.PostgresConfig;
import java.util.ArrayList;
import java.util.Comparator;
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

  private static final List<ManagedParameter> CONTROLLED =
      ManagedParameters.onCommandLine(SetBy.CLUSTER);

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
    CONTROLLED.forEach(p -> all.putIfAbsent(p.name(), p.defaultValue()));
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
    ManagedParameters.onCommandLine(SetBy.NODE)
        .forEach(p -> arguments.add("--" + p.name() + "=" + all.get(p.name())));
    CONTROLLED.stream()
        .sorted(Comparator.comparing(ManagedParameter::name))
        .forEach(
            p -> {
              String floor = p.floor().map(control::get).orElse(null);
              arguments.add("--" + p.name() + "=" + floored(all.get(p.name()), floor));
            });
    return arguments;
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
