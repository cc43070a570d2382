package io.hactl.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which variable stands for which setting, after {@code PATRONI_} or {@code HACTL_}. The names are
 * those of Patroni's documentation (environment configuration), and the same made of our own keys.
 */
final class EnvironmentNames {

  /** How a variable's value is written. */
  enum Form {
    TEXT,
    LIST,
    MAPPING
  }

  /** The key, with its parents, and the form of its value. */
  record Target(List<String> path, Form form) {}

  private static final List<String> ROLES = List.of("superuser", "replication", "rewind");

  private static final List<String> CONNECTION =
      List.of(
          "username",
          "password",
          "sslmode",
          "sslcert",
          "sslkey",
          "sslpassword",
          "sslrootcert",
          "sslcrl",
          "sslcrldir",
          "sslnegotiation",
          "gssencmode",
          "channel_binding");

  /** Sections of other stores and features that Patroni reads variables for. */
  private static final Set<String> OTHERS =
      Set.of("CONSUL", "ZOOKEEPER", "EXHIBITOR", "KUBERNETES", "RAFT", "CITUS");

  /** Variables that are read elsewhere: not settings of the agent. */
  private static final Set<String> ELSEWHERE =
      Set.of("CONFIGURATION", "CONFIG_FILE", "CONFIG", "CTL_CONFIG_FILE", "VERSION", "HOME");

  private static final Map<String, Target> TARGETS = targets();

  private EnvironmentNames() {}

  static Optional<Target> find(String name) {
    return Optional.ofNullable(TARGETS.get(name.toUpperCase(Locale.ROOT)));
  }

  static Set<String> all() {
    return TARGETS.keySet();
  }

  /** Whether a variable that is no setting of ours is nobody's mistake either. */
  static boolean isMeantForOthers(String name) {
    return ELSEWHERE.contains(name) || OTHERS.contains(name.split("_", 2)[0]);
  }

  private static Map<String, Target> targets() {
    Map<String, Target> targets = new LinkedHashMap<>();
    section(targets, "", "name", "namespace", "scope");
    log(targets);
    restApi(targets);
    section(targets, "ctl", "insecure", "cacert", "certfile", "keyfile", "keyfile_password");
    nest(targets, "CTL_USERNAME", "ctl", "authentication", "username");
    nest(targets, "CTL_PASSWORD", "ctl", "authentication", "password");
    postgresql(targets);
    section(targets, "guard", "mode", "program");
    section(targets, "health", "mode", "min_free_space", "io_deadline", "server_deadline");
    section(targets, "health", "api_deadline");
    for (String etcd : List.of("etcd", "etcd3")) {
      section(targets, etcd, "host", "port", "url", "proxy", "use_proxies", "protocol");
      section(targets, etcd, "srv", "srv_suffix", "username", "password", "cacert", "cert", "key");
      put(targets, etcd, "hosts", Form.LIST);
    }
    return Collections.unmodifiableMap(targets);
  }

  private static void log(Map<String, Target> targets) {
    section(targets, "log", "type", "level", "traceback_level", "format", "dateformat", "dir");
    section(targets, "log", "max_queue_size", "mode", "file_num", "file_size");
    section(targets, "log", "deduplicate_heartbeat_logs");
    put(targets, "log", "loggers", Form.MAPPING);
    put(targets, "log", "static_fields", Form.MAPPING);
    nest(targets, "LOGLEVEL", "log", "level");
    nest(targets, "LOGFORMAT", "log", "format");
    nest(targets, "LOG_DATEFMT", "log", "dateformat");
  }

  private static void restApi(Map<String, Target> targets) {
    section(targets, "restapi", "listen", "connect_address", "certfile", "keyfile", "cafile");
    section(targets, "restapi", "keyfile_password", "ciphers", "verify_client");
    section(targets, "restapi", "allowlist_include_members", "request_queue_size");
    section(targets, "restapi", "server_tokens");
    put(targets, "restapi", "allowlist", Form.LIST);
    put(targets, "restapi", "http_extra_headers", Form.MAPPING);
    put(targets, "restapi", "https_extra_headers", Form.MAPPING);
    nest(targets, "RESTAPI_USERNAME", "restapi", "authentication", "username");
    nest(targets, "RESTAPI_PASSWORD", "restapi", "authentication", "password");
  }

  private static void postgresql(Map<String, Target> targets) {
    section(targets, "postgresql", "listen", "connect_address", "proxy_address");
    section(targets, "postgresql", "config_dir", "data_dir", "pgpass", "bin_dir");
    for (String binary :
        List.of(
            "pg_ctl",
            "initdb",
            "pg_controldata",
            "pg_basebackup",
            "postgres",
            "pg_isready",
            "pg_rewind")) {
      String name = "POSTGRESQL_BIN_" + binary.toUpperCase(Locale.ROOT);
      nest(targets, name, "postgresql", "bin_name", binary);
    }
    for (String role : ROLES) {
      for (String key : CONNECTION) {
        String name = (role + "_" + key).toUpperCase(Locale.ROOT);
        nest(targets, name, "postgresql", "authentication", role, key);
      }
    }
  }

  private static void section(Map<String, Target> targets, String section, String... keys) {
    for (String key : keys) {
      put(targets, section, key, Form.TEXT);
    }
  }

  private static void put(Map<String, Target> targets, String section, String key, Form form) {
    String name = section.isEmpty() ? key : section + "_" + key;
    List<String> path = section.isEmpty() ? List.of(key) : List.of(section, key);
    targets.put(name.toUpperCase(Locale.ROOT), new Target(path, form));
  }

  private static void nest(Map<String, Target> targets, String name, String... path) {
    targets.put(name, new Target(List.of(path), Form.TEXT));
  }
}
