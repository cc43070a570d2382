package io.hactl.it;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An agent's settings file, as an operator would write it.
 *
 * @param folder holds everything of the node but what {@code storage} puts elsewhere
 */
record AgentSettings(
    String scope,
    String name,
    String etcd,
    int restPort,
    int postgresPort,
    Path folder,
    Path postgresPrograms,
    Timing timing,
    String synchronousStandbys,
    Storage storage) {

  /** Everything in {@code folder}. */
  AgentSettings(
      String scope,
      String name,
      String etcd,
      int restPort,
      int postgresPort,
      Path folder,
      Path postgresPrograms,
      Timing timing,
      String synchronousStandbys) {
    this(
        scope,
        name,
        etcd,
        restPort,
        postgresPort,
        folder,
        postgresPrograms,
        timing,
        synchronousStandbys,
        Storage.in(folder));
  }

  static final String PASSWORD = "secret-of-the-tests";

  /**
   * The cluster's timing, in seconds.
   *
   * @param primaryStart {@code primary_start_timeout}; 0: fail over when the primary crashes
   */
  record Timing(int ttl, int loopWait, int retryTimeout, int primaryStart) {
    static final Timing SHORT = new Timing(5, 1, 2, 0);
  }

  /**
   * Where the data lies, and what else is said of it.
   *
   * @param initdb further options of {@code initdb}, as in the settings
   * @param basebackup the options of {@code pg_basebackup}
   * @param parameters further parameters of the server, as {@code name: value}
   * @param health the section {@code health}, each line as {@code name: value}
   */
  record Storage(
      Path data,
      List<String> initdb,
      List<String> basebackup,
      List<String> parameters,
      List<String> health) {

    /** The data directory in this folder, everything as it is by default. */
    static Storage in(Path folder) {
      return new Storage(folder.resolve("data"), List.of(), List.of(), List.of(), List.of());
    }

    /** With {@code pg_wal} as a link to this directory. */
    Storage withWal(Path wal) {
      String option = "waldir: " + wal;
      return new Storage(data, with(initdb, option), with(basebackup, option), parameters, health);
    }

    /** With small WAL segments, which a small disk has room for. */
    Storage withSmallSegments() {
      return new Storage(data, with(initdb, "wal-segsize: 1"), basebackup, parameters, health);
    }

    Storage withBasebackup(String option) {
      return new Storage(data, initdb, with(basebackup, option), parameters, health);
    }

    Storage withParameter(String parameter) {
      return new Storage(data, initdb, basebackup, with(parameters, parameter), health);
    }

    Storage withHealth(String... lines) {
      return new Storage(data, initdb, basebackup, parameters, List.of(lines));
    }

    private static List<String> with(List<String> all, String one) {
      return java.util.stream.Stream.concat(all.stream(), java.util.stream.Stream.of(one)).toList();
    }
  }

  AgentSettings with(Storage changed) {
    return new AgentSettings(
        scope,
        name,
        etcd,
        restPort,
        postgresPort,
        folder,
        postgresPrograms,
        timing,
        synchronousStandbys,
        changed);
  }

  Path dataDirectory() {
    return storage.data();
  }

  String yaml() {
    return cluster()
        + lines("    - ", storage.initdb())
        + node()
        + lines("    ", storage.parameters())
        + section("  basebackup:\n", "    - ", storage.basebackup())
        + section("health:\n", "  ", storage.health());
  }

  private static String section(String head, String indent, List<String> lines) {
    return lines.isEmpty() ? "" : head + lines(indent, lines);
  }

  private static String lines(String indent, List<String> lines) {
    return lines.stream().map(line -> indent + line + "\n").collect(Collectors.joining());
  }

  private String cluster() {
    return """
    scope: %s
    name: %s
    etcd3:
      hosts: %s
    restapi:
      listen: 127.0.0.1:%d
      connect_address: 127.0.0.1:%d
    bootstrap:
      dcs:
        ttl: %d
        loop_wait: %d
        retry_timeout: %d
        primary_start_timeout: %d
        maximum_lag_on_failover: 1048576
        postgresql:
          use_pg_rewind: true
          use_slots: true
          parameters:
            max_connections: 40
            shared_buffers: 16MB
            wal_keep_size: 64MB
            wal_retrieve_retry_interval: 500ms
            synchronous_standby_names: "%s"
      initdb:
        - encoding: UTF8
        - locale: C.UTF-8
        - data-checksums
    """
        .formatted(
            scope,
            name,
            etcd,
            restPort,
            restPort,
            timing.ttl(),
            timing.loopWait(),
            timing.retryTimeout(),
            timing.primaryStart(),
            synchronousStandbys);
  }

  private String node() {
    return """
    postgresql:
      listen: 127.0.0.1:%d
      connect_address: 127.0.0.1:%d
      data_dir: %s
      bin_dir: %s
      pgpass: %s
      authentication:
        superuser: {username: postgres, password: %s}
        replication: {username: replicator, password: %s}
        rewind: {username: rewinder, password: %s}
      pg_hba:
        - local all all scram-sha-256
        - host all all 127.0.0.1/32 scram-sha-256
        - host replication replicator 127.0.0.1/32 scram-sha-256
      parameters:
        unix_socket_directories: %s
    """
        .formatted(
            postgresPort,
            postgresPort,
            dataDirectory(),
            postgresPrograms,
            folder.resolve("pgpass"),
            PASSWORD,
            PASSWORD,
            PASSWORD,
            folder);
  }
}
