package io.hactl.postgres.files;

import io.hactl.dcs.cluster.Member;
import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The password file that libpq reads, so that no password is ever on a command line or in {@code
 * primary_conninfo}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The Password File</a>
 */
public final class PgPass {

  private final Path file;
  private final PostgresConfig.Authentication authentication;

  PgPass(PostgresConfig config) {
    file = config.places().pgpass();
    authentication = config.authentication();
  }

  /** Where the file is: the value for {@code PGPASSFILE}. */
  public Path file() {
    return file;
  }

  /** Writes the passwords of all of the agent's users at that server; nothing else stays in it. */
  public void writeFor(Member.Endpoint server) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    for (PostgresConfig.Credentials user :
        List.of(
            authentication.replication(),
            authentication.rewindOrSuperuser(),
            authentication.superuser())) {
      user.password().ifPresent(p -> lines.add(line(server, user.username(), p.value())));
    }
    Path directory = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "the directory of postgresql.pgpass, " + directory + ", is missing: create it");
    }
    AtomicFile.writeSecret(file, String.join("", lines));
  }

  static String line(Member.Endpoint server, String user, String password) {
    return escape(server.host())
        + ":"
        + server.port()
        + ":*:"
        + escape(user)
        + ":"
        + escape(password)
        + "\n";
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\:");
  }
}
