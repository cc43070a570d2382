package io.hactl.postgres.files;

import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Member;
import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Connection strings to another member, for PostgreSQL's own programs; never with the user's
 * password, and with that of the client's key in {@code primary_conninfo} only.
 */
public final class UpstreamConnection {

  private final PostgresConfig config;

  UpstreamConnection(PostgresConfig config) {
    this.config = config;
  }

  /** Whether {@code primary_conninfo} has a password in it, which only its owner may read. */
  boolean replicationHoldsSecret() {
    return config.authentication().replication().options().containsKey(ServiceFile.SECRET);
  }

  /** The other half of {@link #forCopy}, to be there while the program runs. */
  public ServiceFile serviceForCopy() throws IOException {
    return ServiceFile.write(config.places(), config.authentication().replication());
  }

  /** The other half of {@link #forRewind}, to be there while the program runs. */
  public ServiceFile serviceForRewind() throws IOException {
    return ServiceFile.write(config.places(), config.authentication().rewindOrSuperuser());
  }

  /** {@code primary_conninfo}. */
  String forReplication(Upstream upstream) {
    Map<String, String> values = common(config.authentication().replication(), upstream.endpoint());
    values.put("application_name", config.name());
    return ConnInfo.render(values);
  }

  /**
   * What {@code pg_basebackup} connects with. Not under the member's name, as the copy of a
   * synchronous standby must not count as that standby.
   */
  public String forCopy(Upstream upstream) {
    Map<String, String> values = common(config.authentication().replication(), upstream.endpoint());
    values.put("application_name", "hactl copy for " + config.name());
    ServiceFile.refer(values);
    return ConnInfo.render(values);
  }

  /** What {@code pg_rewind} connects with. */
  public String forRewind(Upstream upstream) {
    Map<String, String> values =
        common(config.authentication().rewindOrSuperuser(), upstream.endpoint());
    values.put("dbname", config.database());
    values.put("application_name", "hactl rewind of " + config.name());
    // What ALTER ROLE … SET or ALTER DATABASE … SET could stop a long rewind with.
    values.put(
        "options",
        "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
            + " -c default_transaction_read_only=off -c search_path=pg_catalog"
            + " -c synchronous_commit=local");
    ServiceFile.refer(values);
    return ConnInfo.render(values);
  }

  private Map<String, String> common(PostgresConfig.Credentials user, Member.Endpoint endpoint) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("user", user.username());
    values.put("passfile", config.places().pgpass().toString());
    values.put("host", endpoint.host());
    values.put("port", Integer.toString(endpoint.port()));
    values.put("sslmode", "prefer");
    values.putAll(new TreeMap<>(user.options()));
    return values;
  }
}
