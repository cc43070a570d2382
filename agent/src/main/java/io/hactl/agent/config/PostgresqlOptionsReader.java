package io.hactl.agent.config;

import io.hactl.agent.config.PostgresqlOptions.ReplicaMethod;
import io.hactl.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads those keys of {@code postgresql} that may be set locally and in the DCS. */
final class PostgresqlOptionsReader {

  private static final String BASEBACKUP = "basebackup";

  private static final Set<String> BASEBACKUP_FORBIDDEN =
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
          "no-slot");

  private static final List<String> CALLBACKS =
      List.of("on_reload", "on_restart", "on_role_change", "on_start", "on_stop");

  private final Section section;

  PostgresqlOptionsReader(Section section) {
    this.section = section;
  }

  PostgresqlOptions read() {
    Map<String, String> recoveryConf = section.map("recovery_conf");
    // Read where it counts: in the dynamic configuration with the local one laid over it.
    section.bool("set_aside_diverged_data", true);
    List<String> methods = methods();
    return new PostgresqlOptions(
        section.map("parameters"),
        section.lines("pg_hba"),
        section.lines("pg_ident"),
        section.path("custom_conf", Path.of("")),
        section.bool("use_unix_socket", false),
        section.bool("use_unix_socket_repl", false),
        callbacks(),
        section.text("pre_promote"),
        section.text("before_stop"),
        methods,
        replicaMethods(methods),
        CommandOptionsReader.read(section, BASEBACKUP, BASEBACKUP_FORBIDDEN),
        recoveryConf,
        section.bool("remove_data_directory_on_rewind_failure", false),
        section.bool("remove_data_directory_on_diverged_timelines", false),
        section.bool("use_slots", true),
        section.bool("use_pg_rewind", false),
        section.duration("pg_ctl_timeout", Duration.ofSeconds(60)));
  }

  private Map<String, String> callbacks() {
    Section callbacks = section.section("callbacks");
    Map<String, String> commands = new LinkedHashMap<>();
    for (String name : CALLBACKS) {
      callbacks.text(name).ifPresent(command -> commands.put(name, command));
    }
    return commands;
  }

  /** The key was once {@code create_replica_method}. */
  private List<String> methods() {
    List<String> older = section.list("create_replica_method");
    List<String> methods = section.list("create_replica_methods");
    List<String> chosen = methods.isEmpty() ? older : methods;
    return chosen.isEmpty() ? List.of(BASEBACKUP) : chosen;
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
    if (!section.has(name)) {
      section.error(
          "create_replica_methods",
          "names '" + name + "', for which there is no section",
          "add '" + name + "' with its 'command'");
    }
    Section method = section.section(name);
    String command = section.has(name) ? method.required("command", "name the program") : "";
    boolean keepData = method.bool("keep_data", false);
    boolean noLeader = method.bool("no_leader", method.bool("no_master", false));
    boolean noParams = method.bool("no_params", false);
    Map<String, String> parameters = new LinkedHashMap<>(section.map(name));
    Set.of("command", "keep_data", "no_leader", "no_master", "no_params")
        .forEach(parameters::remove);
    parameters.keySet().forEach(method::ignore);
    return new ReplicaMethod(name, command, keepData, noLeader, noParams, parameters);
  }
}
