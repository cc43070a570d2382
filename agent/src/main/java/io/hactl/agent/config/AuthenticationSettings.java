package io.hactl.agent.config;

import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section {@code postgresql.authentication}.
 *
 * @param rewind who {@code pg_rewind} connects as; empty: the superuser
 */
public record AuthenticationSettings(
    Credentials superuser, Credentials replication, Optional<Credentials> rewind) {

  /** Who {@code pg_rewind} connects as. */
  public Credentials forRewind() {
    return rewind.orElse(superuser);
  }

  /** A role and how to connect as it; the names are libpq's. */
  public record Credentials(
      String username,
      Optional<Secret> password,
      Optional<String> sslmode,
      Optional<Path> sslcert,
      Optional<Path> sslkey,
      Optional<Secret> sslpassword,
      Optional<Path> sslrootcert,
      Optional<Path> sslcrl,
      Optional<Path> sslcrldir,
      Optional<String> sslnegotiation,
      Optional<String> gssencmode,
      Optional<String> channelBinding) {}
}
