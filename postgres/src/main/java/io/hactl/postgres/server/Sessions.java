package io.hactl.postgres.server;

import io.hactl.dcs.cluster.Member;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * Opens the agent's own sessions. Each has a deadline on both sides, commits without waiting for a
 * standby, and overrides what {@code ALTER ROLE … SET} could stop it with.
 */
public final class Sessions {

  /** libpq options that the JDBC driver knows by the same name. */
  private static final Set<String> SAME_IN_JDBC =
      Set.of("sslmode", "sslcert", "sslkey", "sslrootcert", "sslpassword");

  private static final List<String> ANY_HOST = List.of("*", "0.0.0.0", "::", "[::]");
  private static final Driver DRIVER = new org.postgresql.Driver();

  private final PostgresConfig config;

  Sessions(PostgresConfig config) {
    this.config = config;
  }

  /**
   * A session of the superuser on this node's server.
   *
   * @param timeout for connecting, and for each answer
   */
  public Connection local(Duration timeout) throws SQLException {
    Properties properties = properties(config.authentication().superuser(), timeout);
    Optional<Path> socket = socket();
    Member.Endpoint endpoint = localEndpoint();
    if (socket.isPresent()) {
      // The socket factory takes this name, and no address, as standing for its socket.
      endpoint = new Member.Endpoint("localhost", endpoint.port());
      PGProperty.SOCKET_FACTORY.set(
          properties, "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
      PGProperty.SOCKET_FACTORY_ARG.set(properties, socket.get().toString());
      PGProperty.SSL_MODE.set(properties, "disable");
    }
    return connect(properties, endpoint, config.database());
  }

  /** A session on another member's server. */
  public Connection remote(
      PostgresConfig.Credentials user, Member.Endpoint endpoint, Duration timeout)
      throws SQLException {
    return connect(properties(user, timeout), endpoint, config.database());
  }

  /** A session of the replication protocol on another member's server. */
  public Connection replication(Member.Endpoint endpoint, Duration timeout) throws SQLException {
    Properties properties = properties(config.authentication().replication(), timeout);
    PGProperty.OPTIONS.set(properties, "");
    properties.remove(PGProperty.OPTIONS.getName());
    PGProperty.REPLICATION.set(properties, "true");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    return connect(properties, endpoint, config.database());
  }

  /** Where this node's server is reached over TCP from this node. */
  public Member.Endpoint localEndpoint() {
    List<String> hosts = config.listening().hosts();
    String host = hosts.isEmpty() ? "localhost" : hosts.getFirst().strip();
    if (hosts.contains("localhost") || ANY_HOST.contains(host)) {
      host = host.equals("::") || host.equals("[::]") ? "::1" : "localhost";
    }
    return new Member.Endpoint(host, config.listening().port());
  }

  /** The Unix socket to use, if one is wanted and there. */
  Optional<Path> socket() {
    if (!config.listening().useUnixSocket()) {
      return Optional.empty();
    }
    String name = ".s.PGSQL." + config.listening().port();
    return config.listening().socketDirectories().stream()
        .findFirst()
        .or(
            () ->
                PostmasterPidFile.read(config.places().dataDir())
                    .map(PostmasterPidFile::socketDirectory)
                    .filter(directory -> !directory.isEmpty())
                    .map(Path::of))
        .map(directory -> directory.resolve(name))
        .filter(Files::exists);
  }

  private Properties properties(PostgresConfig.Credentials user, Duration timeout) {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, user.username());
    user.password().map(Secret::value).ifPresent(p -> PGProperty.PASSWORD.set(properties, p));
    PGProperty.APPLICATION_NAME.set(properties, "hactl");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    user.options().entrySet().stream()
        .filter(option -> SAME_IN_JDBC.contains(option.getKey()))
        .forEach(option -> properties.setProperty(option.getKey(), option.getValue()));
    channelBinding(user.options(), properties);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(timeout));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(timeout));
    PGProperty.OPTIONS.set(properties, options(timeout));
    return properties;
  }

  private static void channelBinding(Map<String, String> options, Properties properties) {
    String value = options.get("channel_binding");
    if (value != null) {
      PGProperty.CHANNEL_BINDING.set(properties, value);
    }
  }

  private static String options(Duration timeout) {
    return "-c synchronous_commit=local"
        + " -c default_transaction_read_only=off"
        + " -c idle_in_transaction_session_timeout=0"
        + " -c lock_timeout=0"
        + " -c search_path=pg_catalog"
        + " -c statement_timeout="
        + timeout.toMillis();
  }

  private static Connection connect(
      Properties properties, Member.Endpoint endpoint, String database) throws SQLException {
    String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8);
    return DRIVER.connect("jdbc:postgresql://" + endpoint + "/" + encoded, properties);
  }

  /** The driver counts in seconds; 0 would mean for ever. */
  private static int seconds(Duration timeout) {
    return (int) Math.max(1, timeout.plusMillis(999).toSeconds());
  }
}
