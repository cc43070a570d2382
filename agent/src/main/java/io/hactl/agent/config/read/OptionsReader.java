package io.hactl.agent.config.read;

import io.hactl.agent.config.PostgresqlOptions;
import io.hactl.agent.config.PostgresqlOptions.ReplicaMethod;
import io.hactl.agent.config.keys.LocalPostgresqlKeys;
import io.hactl.agent.config.keys.ReplicaMethodKeys;
import io.hactl.dcs.config.PostgresqlKeys;
import io.hactl.settings.keys.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads how this node's server is handled. */
final class OptionsReader {

  private static final String BASEBACKUP = "basebackup";

  private final Section root;

  OptionsReader(Section root) {
    this.root = root;
  }

  PostgresqlOptions read() {
    // Read where it counts: in the dynamic configuration with the local one laid over it.
    root.value(PostgresqlKeys.SET_ASIDE_DIVERGED_DATA);
    List<String> written = root.value(ReplicaMethodKeys.METHODS);
    List<String> methods = written.isEmpty() ? List.of(BASEBACKUP) : written;
    return new PostgresqlOptions(
        root.value(PostgresqlKeys.PARAMETERS),
        root.value(PostgresqlKeys.PG_HBA),
        root.value(PostgresqlKeys.PG_IDENT),
        root.find(LocalPostgresqlKeys.CUSTOM_CONF),
        root.value(LocalPostgresqlKeys.USE_UNIX_SOCKET),
        root.value(LocalPostgresqlKeys.USE_UNIX_SOCKET_REPL),
        callbacks(),
        root.find(LocalPostgresqlKeys.PRE_PROMOTE),
        root.find(LocalPostgresqlKeys.BEFORE_STOP),
        methods,
        replicaMethods(methods),
        root.value(LocalPostgresqlKeys.BASEBACKUP),
        root.value(PostgresqlKeys.RECOVERY_CONF),
        root.value(PostgresqlKeys.REMOVE_ON_REWIND_FAILURE),
        root.value(PostgresqlKeys.REMOVE_ON_DIVERGED_TIMELINES),
        root.value(PostgresqlKeys.USE_SLOTS),
        root.value(PostgresqlKeys.USE_PG_REWIND),
        root.value(LocalPostgresqlKeys.PG_CTL_TIMEOUT));
  }

  private Map<String, String> callbacks() {
    Map<String, String> commands = new LinkedHashMap<>();
    for (String event : LocalPostgresqlKeys.CALLBACKS) {
      root.naming(LocalPostgresqlKeys.CALLBACK, event)
          .find(LocalPostgresqlKeys.ON_EVENT)
          .ifPresent(command -> commands.put(event, command));
    }
    return commands;
  }

  private Map<String, ReplicaMethod> replicaMethods(List<String> names) {
    Map<String, ReplicaMethod> methods = new LinkedHashMap<>();
    for (String name : names) {
      if (!name.equals(BASEBACKUP)) {
        methods.put(name, replicaMethod(name));
      }
    }
    return methods;
  }

  private ReplicaMethod replicaMethod(String name) {
    Section method = root.naming(ReplicaMethodKeys.METHOD, name);
    boolean there = method.has(ReplicaMethodKeys.ALL);
    if (!there) {
      root.error(
          ReplicaMethodKeys.METHODS,
          "names '" + name + "', for which there is no section",
          "add '" + name + "' with its 'command'");
    }
    Map<String, String> own =
        new LinkedHashMap<>(method.find(ReplicaMethodKeys.ALL).orElse(Map.of()));
    ReplicaMethodKeys.CATALOGUE.settings().stream()
        .flatMap(key -> Stream.concat(Stream.of(key.key()), key.olderNames().stream()))
        .forEach(own::remove);
    return new ReplicaMethod(
        name,
        there ? method.value(ReplicaMethodKeys.COMMAND) : "",
        method.value(ReplicaMethodKeys.KEEP_DATA),
        method.value(ReplicaMethodKeys.NO_LEADER),
        method.value(ReplicaMethodKeys.NO_PARAMS),
        own);
  }
}
