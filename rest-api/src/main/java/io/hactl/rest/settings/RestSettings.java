package io.hactl.rest.settings;

import io.hactl.rest.tls.TlsFiles;
import io.hactl.settings.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the HTTP server listens and whom it obeys.
 *
 * @param host the address to listen on; {@code 0.0.0.0}, {@code ::}, {@code *} or empty: all
 * @param port 0: any free one
 * @param tls present: HTTPS; its {@code ca} is what client certificates are verified with
 * @param verifyClient whether clients must show a certificate
 * @param ciphers cipher suites separated by colons, IANA or OpenSSL names; empty: the runtime's
 * @param credentials what requests that change something must present
 * @param allowlist addresses, networks ({@code 10.0.0.0/8}) and host names that may change
 *     something; empty: not restricted by it
 * @param allowlistIncludeMembers whether the members' API addresses belong to the allowlist
 * @param extraHeaders sent with every answer
 */
public record RestSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    VerifyClient verifyClient,
    Optional<String> ciphers,
    Optional<Credentials> credentials,
    List<String> allowlist,
    boolean allowlistIncludeMembers,
    Map<String, String> extraHeaders) {

  public RestSettings {
    allowlist = List.copyOf(allowlist);
    extraHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(extraHeaders));
  }

  /** A plain server that obeys loopback and the cluster's members. */
  public static RestSettings plain(String host, int port) {
    return new RestSettings(
        host,
        port,
        Optional.empty(),
        VerifyClient.NONE,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        Map.of());
  }

  /** These settings with another port; 0: any free one. */
  public RestSettings onPort(int changed) {
    return new RestSettings(
        host,
        changed,
        tls,
        verifyClient,
        ciphers,
        credentials,
        allowlist,
        allowlistIncludeMembers,
        extraHeaders);
  }

  /** {@code https} with a certificate, {@code http} otherwise: the scheme to advertise. */
  public String scheme() {
    return tls.isPresent() ? "https" : "http";
  }

  /** A user and a password. */
  public record Credentials(String username, Secret password) {}

  /** Whether clients must show a certificate. */
  public enum VerifyClient {
    NONE,
    /** For requests that change something. */
    OPTIONAL,
    /** Always. */
    REQUIRED
  }
}
