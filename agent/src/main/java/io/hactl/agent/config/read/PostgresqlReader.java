package io.hactl.agent.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.agent.config.ListenAddresses;
import io.hactl.agent.config.PostgresqlOptions;
import io.hactl.agent.config.PostgresqlSettings;
import io.hactl.agent.config.keys.LocalPostgresqlKeys;
import io.hactl.dcs.config.PostgresqlKeys;
import io.hactl.parameters.ManagedParameters;
import io.hactl.settings.HostPort;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code postgresql}. */
final class PostgresqlReader {

  private final Section root;
  private final Map<String, String> environment;

  PostgresqlReader(Section root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  PostgresqlSettings read() {
    ListenAddresses listen = root.value(LocalPostgresqlKeys.LISTEN);
    Path dataDir = root.value(LocalPostgresqlKeys.DATA_DIR).normalize();
    PostgresqlOptions options = new OptionsReader(root).read();
    options.parameters().keySet().stream()
        .filter(ManagedParameters::isOnlyDynamic)
        .forEach(this::warnOfLocalParameter);
    return new PostgresqlSettings(
        listen,
        Addresses.connect(
            root,
            LocalPostgresqlKeys.CONNECT_ADDRESS,
            LocalPostgresqlKeys.LISTEN,
            new HostPort(listen.hosts().getFirst(), listen.port())),
        root.find(LocalPostgresqlKeys.PROXY_ADDRESS),
        dataDir,
        root.find(LocalPostgresqlKeys.CONFIG_DIR).map(Path::toAbsolutePath).orElse(dataDir),
        binDir(dataDir),
        binNames(),
        pgpass(),
        root.value(LocalPostgresqlKeys.DATABASE),
        root.value(LocalPostgresqlKeys.CONFIG_BASE_NAME),
        new AuthenticationReader(root).read(),
        options,
        localOptions());
  }

  private void warnOfLocalParameter(String name) {
    root.warning(
        PostgresqlKeys.PARAMETERS,
        name,
        "is not used, as it has to be the same on every member",
        "set it in the dynamic configuration");
  }

  private Path pgpass() {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return root.find(LocalPostgresqlKeys.PGPASS).orElse(home.resolve("pgpass")).toAbsolutePath();
  }

  private Map<String, String> binNames() {
    Map<String, String> read = new LinkedHashMap<>();
    for (String program : LocalPostgresqlKeys.PROGRAMS) {
      root.naming(LocalPostgresqlKeys.PROGRAM, program)
          .find(LocalPostgresqlKeys.BIN_NAME)
          .ifPresent(name -> read.put(program, name));
    }
    return read;
  }

  private Path binDir(Path dataDir) {
    Programs programs = new Programs(binNames(), environment.getOrDefault("PATH", ""));
    Optional<Path> written = root.find(LocalPostgresqlKeys.BIN_DIR);
    if (written.isPresent()) {
      programs
          .missingFrom(written.get())
          .ifPresent(
              missing ->
                  root.error(
                      LocalPostgresqlKeys.BIN_DIR,
                      "'" + written.get() + "' has no program " + missing,
                      "name the folder of PostgreSQL's server programs"));
      return written.get();
    }
    Optional<Path> found = programs.find(dataDir);
    if (found.isEmpty()) {
      root.error(
          LocalPostgresqlKeys.BIN_DIR,
          "is missing, and PostgreSQL's server programs are not on the PATH",
          "install them or name their folder");
    }
    return found.orElse(Path.of("/"));
  }

  /** What this node sets of that which the dynamic configuration sets for all. */
  private JsonNode localOptions() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    for (Setting<?> setting : PostgresqlKeys.CATALOGUE.settings()) {
      root.node(setting).ifPresent(node -> options.set(setting.key(), node.toJson()));
    }
    return options;
  }
}
