package io.hactl.postgres.files;

import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What libpq needs to know and no command line may show, to everyone on this machine: the password
 * of the client's key. For as long as a program runs it is in a file of the owner's alone, which
 * the connection string names as its service. libpq has no environment variable for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">The Connection
 *     Service File</a>
 */
public final class ServiceFile implements AutoCloseable {

  /** The connection option that is secret. */
  static final String SECRET = "sslpassword";

  private static final String SERVICE = "hactl";

  private final Optional<Path> file;

  private ServiceFile(Optional<Path> file) {
    this.file = file;
  }

  /** Writes the file, if the user has such a password. */
  static ServiceFile write(PostgresConfig.Places places, PostgresConfig.Credentials user)
      throws IOException {
    String secret = user.options().get(SECRET);
    if (secret == null) {
      return new ServiceFile(Optional.empty());
    }
    Path pgpass = places.pgpass();
    Path file = pgpass.resolveSibling("." + pgpass.getFileName() + ".service");
    AtomicFile.writeSecret(file, "[" + SERVICE + "]\n" + SECRET + "=" + secret + "\n");
    return new ServiceFile(Optional.of(file));
  }

  /** Has a connection string name the service in place of the secret, if there is one. */
  static void refer(Map<String, String> connection) {
    if (connection.remove(SECRET) != null) {
      connection.put("service", SERVICE);
    }
  }

  /** Adds where the file is to a program's environment. */
  public void addTo(Map<String, String> environment) {
    file.ifPresent(f -> environment.put("PGSERVICEFILE", f.toString()));
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
