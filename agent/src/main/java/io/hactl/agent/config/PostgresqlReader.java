package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.FileCheck;
import io.hactl.settings.HostPort;
import io.hactl.settings.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code postgresql}. */
final class PostgresqlReader {

  private static final int DEFAULT_PORT = 5432;

  private final Section section;
  private final Map<String, String> environment;

  PostgresqlReader(Section section, Map<String, String> environment) {
    this.section = section;
    this.environment = environment;
  }

  PostgresqlSettings read() {
    section.ignore("pg_hosts");
    ListenAddresses listen = Addresses.listenMany(section, DEFAULT_PORT);
    HostPort local = new HostPort(listen.hosts().getFirst(), listen.port());
    HostPort connectAddress = Addresses.connect(section, local);
    Optional<HostPort> proxy = Addresses.parse(section, "proxy_address", DEFAULT_PORT);
    Path dataDir = dataDir();
    AuthenticationSettings authentication =
        new AuthenticationReader(section.section("authentication")).read();
    PostgresqlOptions options = new PostgresqlOptionsReader(section).read();
    options.parameters().keySet().stream()
        .filter(EffectiveParameters::onlyDynamic)
        .forEach(this::warnOfLocalParameter);
    if (section.has("custom_conf")) {
      FileCheck.readable(section, "custom_conf");
    }
    return new PostgresqlSettings(
        listen,
        connectAddress,
        proxy,
        dataDir,
        FileCheck.folder(section, "config_dir").map(Path::toAbsolutePath).orElse(dataDir),
        binDir(dataDir),
        binNames(),
        pgpass(),
        section.text("database", "postgres"),
        section.text("config_base_name", "postgresql"),
        authentication,
        options,
        localOptions());
  }

  private void warnOfLocalParameter(String name) {
    section
        .section("parameters")
        .warning(
            name,
            "is not used, as it has to be the same on every member",
            "set it in the dynamic configuration");
    section.section("parameters").allowOwnKeys();
  }

  private Path dataDir() {
    section.required(
        "data_dir", "name the folder of the data, for instance /var/lib/postgresql/data");
    Path dataDir = section.path("data_dir", Path.of("/")).orElse(Path.of("/nonexistent"));
    if (!section.has("data_dir")) {
      return dataDir;
    }
    if (!section.text("data_dir", "/").startsWith("/")) {
      section.error("data_dir", "is not an absolute path", "start it with '/'");
    } else if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      section.error("data_dir", "is not a folder", "name a folder, or one that does not exist yet");
    } else if (!Files.exists(dataDir) && !canBeCreated(dataDir)) {
      section.error(
          "data_dir",
          "does not exist and cannot be created by this user",
          "create its parent folder for the agent's user");
    }
    return dataDir.normalize();
  }

  private static boolean canBeCreated(Path folder) {
    Path parent = folder.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    return parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
  }

  private Path pgpass() {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path file = section.path("pgpass", Path.of("")).orElse(home.resolve("pgpass")).toAbsolutePath();
    if (section.has("pgpass") && Files.isDirectory(file)) {
      section.error("pgpass", "is a folder", "name a file, which the agent will write");
    } else if (section.has("pgpass") && !Files.isDirectory(file.getParent())) {
      section.error(
          "pgpass", "is in a folder that does not exist", "create the folder for the agent's user");
    }
    return file;
  }

  private Map<String, String> binNames() {
    Section names = section.section("bin_name");
    Map<String, String> read = new LinkedHashMap<>();
    for (String program : Programs.KNOWN) {
      names.text(program).ifPresent(name -> read.put(program, name));
    }
    return read;
  }

  private Path binDir(Path dataDir) {
    Programs programs = new Programs(binNames(), environment.getOrDefault("PATH", ""));
    Optional<Path> written = section.path("bin_dir", Path.of("/"));
    if (written.isPresent()) {
      programs
          .missingFrom(written.get())
          .ifPresent(
              missing ->
                  section.error(
                      "bin_dir",
                      "'" + written.get() + "' has no program " + missing,
                      "name the folder of PostgreSQL's server programs"));
      return written.get();
    }
    Optional<Path> found = programs.find(dataDir);
    if (found.isEmpty()) {
      section.error(
          "bin_dir",
          "is missing, and PostgreSQL's server programs are not on the PATH",
          "install them or name their folder");
    }
    return found.orElse(Path.of("/"));
  }

  /** Only what may be set in the DCS as well: no addresses, paths or passwords. */
  private JsonNode localOptions() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    for (String key : section.keys()) {
      if (!EffectiveOptions.ONLY_LOCAL.contains(key)) {
        section.peek(key).ifPresent(node -> options.set(key, node.toJson()));
      }
    }
    return options;
  }
}
