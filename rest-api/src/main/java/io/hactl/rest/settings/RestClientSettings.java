package io.hactl.rest.settings;

import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.tls.TlsFiles;
import java.util.Optional;

/**
 * How to speak to other members' HTTP servers.
 *
 * @param tls the own certificate, if servers ask for one, and whom to trust
 * @param insecure accept any server certificate
 * @param credentials sent with every request
 */
public record RestClientSettings(
    TlsFiles tls, boolean insecure, Optional<Credentials> credentials) {

  /** No certificate, no credentials, the runtime's trust. */
  public static final RestClientSettings PLAIN =
      new RestClientSettings(TlsFiles.NONE, false, Optional.empty());
}
