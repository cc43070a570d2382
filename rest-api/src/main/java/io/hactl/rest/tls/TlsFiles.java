package io.hactl.rest.tls;

import io.hactl.rest.server.RestServer;
import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A certificate and whom to trust, as PEM files. They are read when a server or a client is made,
 * and again by {@link RestServer#reload}.
 *
 * @param certificate the own certificate, followed by the intermediate ones
 * @param key its private key; empty: it stands in the certificate's file
 * @param keyPassword opens an encrypted key
 * @param ca the certificates to trust; empty: those of the Java runtime
 */
public record TlsFiles(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Secret> keyPassword,
    Optional<Path> ca) {

  /** No certificate, and the trust of the Java runtime. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
