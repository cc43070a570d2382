package io.hactl.agent.config;

import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code restapi}.
 *
 * @param listen what to bind
 * @param connectAddress what the other members and the load balancers use
 * @param certfile certificate, PEM; present: the API speaks TLS
 * @param keyfile the certificate's key, PEM; the same file as {@code certfile} where that holds
 *     both
 * @param keyfilePassword what {@code keyfile} is encrypted with
 * @param cafile who signs client certificates, PEM
 * @param ciphers OpenSSL's notation
 * @param authentication what changing requests have to present; empty: see the API's own rules
 * @param allowlist addresses, networks and host names that may change something; empty: all
 * @param allowlistIncludeMembers whether the members' own addresses are added to the allowlist
 * @param httpExtraHeaders added to every answer
 * @param httpsExtraHeaders added to every answer over TLS
 * @param requestQueueSize connections that wait to be accepted
 * @param serverTokens what the {@code Server} header tells
 */
public record RestApiSettings(
    HostPort listen,
    HostPort connectAddress,
    Optional<Path> certfile,
    Optional<Path> keyfile,
    Optional<Secret> keyfilePassword,
    Optional<Path> cafile,
    VerifyClient verifyClient,
    Optional<String> ciphers,
    Optional<BasicAuthentication> authentication,
    List<String> allowlist,
    boolean allowlistIncludeMembers,
    Map<String, String> httpExtraHeaders,
    Map<String, String> httpsExtraHeaders,
    int requestQueueSize,
    ServerTokens serverTokens) {

  public RestApiSettings {
    allowlist = List.copyOf(allowlist);
    httpExtraHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(httpExtraHeaders));
    httpsExtraHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(httpsExtraHeaders));
  }

  /** Whether the API speaks TLS. */
  public boolean tls() {
    return certfile.isPresent();
  }

  /** Which requests need a client certificate. */
  public enum VerifyClient {
    /** No request. */
    NONE,
    /** Requests that change something. */
    OPTIONAL,
    /** Every request. */
    REQUIRED
  }

  /** How much the {@code Server} header tells. */
  public enum ServerTokens {
    ORIGINAL,
    MINIMAL,
    PRODUCT_ONLY
  }
}
