package io.hactl.it.cluster;

import io.hactl.it.machine.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An agent's settings file, as an operator would write it.
 *
 * @param etcd the endpoints the agent is told of
 * @param folder holds everything of the node but what {@code storage} puts elsewhere
 * @param place where it runs
 */
public record AgentSettings(
    String scope,
    String name,
    String etcd,
    int restPort,
    int postgresPort,
    Path folder,
    Path postgresPrograms,
    Timing timing,
    String synchronousStandbys,
    Place place,
    Storage storage) {

  public static final String PASSWORD = "secret-of-the-tests";

  /**
   * The cluster's timing, in seconds.
   *
   * @param primaryStart {@code primary_start_timeout}; 0: fail over when the primary crashes
   */
  public record Timing(int ttl, int loopWait, int retryTimeout, int primaryStart) {
    public static final Timing SHORT = new Timing(5, 1, 2, 0);
  }

  /** {@code host:port} of the server. */
  public String postgresAddress() {
    return place.host() + ":" + postgresPort;
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
        place,
        changed);
  }

  Path dataDirectory() {
    return storage.data();
  }

  public String yaml() {
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

  // Long: the text of a file, as it is written.
  private String cluster() {
    return """
    scope: %s
    name: %s
    etcd3:
      hosts: %s
    restapi:
      listen: %s:%d
      connect_address: %s:%d
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
            place.host(),
            restPort,
            place.host(),
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
      listen: %s
      connect_address: %s
      data_dir: %s
      bin_dir: %s
      pgpass: %s
      authentication:
        superuser: {username: postgres, password: %s}
        replication: {username: replicator, password: %s}
        rewind: {username: rewinder, password: %s}
      pg_hba:
        - local all all scram-sha-256
        - host all all %s scram-sha-256
        - host replication replicator %s scram-sha-256
      parameters:
        unix_socket_directories: %s
    """
        .formatted(
            postgresAddress(),
            postgresAddress(),
            dataDirectory(),
            postgresPrograms,
            folder.resolve("pgpass"),
            PASSWORD,
            PASSWORD,
            PASSWORD,
            place.network(),
            place.network(),
            folder);
  }
}
