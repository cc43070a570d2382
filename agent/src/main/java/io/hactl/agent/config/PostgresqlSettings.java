package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.settings.HostPort;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code postgresql}.
 *
 * @param connectAddress where other members and clients reach the server
 * @param proxyAddress where a connection pool beside the server is reached
 * @param dataDir absolute
 * @param configDir where {@code postgresql.conf} is; absolute, {@code dataDir} unless set
 * @param binDir where PostgreSQL's programs are, as set or as found; absolute
 * @param binNames program to the name it has here, where that differs
 * @param pgpass the password file that is written for programs of PostgreSQL
 * @param database the database the agent connects to
 * @param configBaseName {@code postgresql} in {@code postgresql.conf}
 * @param options how the server is handled; these are the local values alone
 * @param localOptions what of {@code options} is set locally and may be set in the dynamic
 *     configuration as well, as a JSON object
 */
public record PostgresqlSettings(
    ListenAddresses listen,
    HostPort connectAddress,
    Optional<HostPort> proxyAddress,
    Path dataDir,
    Path configDir,
    Path binDir,
    Map<String, String> binNames,
    Path pgpass,
    String database,
    String configBaseName,
    AuthenticationSettings authentication,
    PostgresqlOptions options,
    JsonNode localOptions) {

  public PostgresqlSettings {
    binNames = Map.copyOf(binNames);
  }

  /** A program of PostgreSQL by its usual name: {@code pg_ctl}, {@code initdb}, …. */
  public Path program(String name) {
    return binDir.resolve(binNames.getOrDefault(name, name));
  }
}
