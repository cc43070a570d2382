package io.hactl.rest.access;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.rest.request.Refusal;
import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.settings.RestSettings.VerifyClient;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a request that changes something is obeyed. In this order: the allowlist, the
 * client certificate, the password, as far as each is configured. Where neither certificates nor a
 * password nor an allowlist are configured, only this machine and the cluster's members are obeyed.
 */
public final class AccessControl {

  private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

  private final RestSettings settings;
  private final Allowlist allowlist;
  private final MemberAddresses members;
  private final Optional<byte[]> expectedAuthorization;

  /**
   * Access as configured.
   *
   * @throws IllegalArgumentException with one sentence if the allowlist has a wrong entry
   */
  public AccessControl(RestSettings settings, HostAddresses hosts) {
    this.settings = settings;
    this.allowlist = new Allowlist(settings.allowlist(), hosts);
    this.members = new MemberAddresses(hosts);
    this.expectedAuthorization = settings.credentials().map(AccessControl::encode);
  }

  /**
   * Lets the request pass or refuses it: 401 or 403.
   *
   * @param cluster knows the members
   */
  public void check(Context ctx, Cluster cluster) {
    checkOrigin(ctx);
    InetAddress from = address(ctx.req().getRemoteAddr());
    boolean listed = !allowlist.isEmpty() || settings.allowlistIncludeMembers();
    if (listed && !isListed(from, cluster)) {
      throw new Refusal(403, "Access is denied");
    }
    boolean certified = verifiesClients();
    if (certified && !hasCertificate(ctx)) {
      throw new Refusal(403, "client certificate required");
    }
    expectedAuthorization.ifPresent(expected -> checkPassword(ctx, expected));
    if (!listed && !certified && expectedAuthorization.isEmpty() && !isOwn(from, cluster)) {
      throw new Refusal(
          403,
          ("requests that change something are taken from this machine and the cluster's members"
                  + " only, not from %s; set restapi.authentication or restapi.allowlist to change"
                  + " that")
              .formatted(from.getHostAddress()));
    }
  }

  /** A page of another site, open in the browser of someone who has access, must not use it. */
  private void checkOrigin(Context ctx) {
    String origin = ctx.header("Origin");
    if (origin != null && !isSameHost(origin, ctx.header("Host"))) {
      throw new Refusal(403, "requests from pages of another site are not taken");
    }
  }

  private static boolean isSameHost(String origin, String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isListed(InetAddress from, Cluster cluster) {
    return allowlist.contains(from)
        || settings.allowlistIncludeMembers() && members.contain(from, cluster);
  }

  private boolean isOwn(InetAddress from, Cluster cluster) {
    return from.isLoopbackAddress() || members.contain(from, cluster);
  }

  private boolean verifiesClients() {
    return settings.tls().isPresent() && settings.verifyClient() != VerifyClient.NONE;
  }

  private static boolean hasCertificate(Context ctx) {
    return ctx.req().getAttribute(CERTIFICATE) instanceof X509Certificate[] chain
        && chain.length > 0;
  }

  private static void checkPassword(Context ctx, byte[] expected) {
    Map<String, String> challenge = Map.of("WWW-Authenticate", "Basic realm=\"hactl\"");
    String given = ctx.header("Authorization");
    if (given == null) {
      throw new Refusal(401, "no auth header received", challenge);
    }
    boolean basic = given.regionMatches(true, 0, "Basic ", 0, 6);
    byte[] key = basic ? given.substring(6).trim().getBytes(StandardCharsets.UTF_8) : new byte[0];
    // Compared in constant time, as the time must not tell how much of it was right.
    if (!MessageDigest.isEqual(digest(expected), digest(key))) {
      throw new Refusal(401, "not authenticated", challenge);
    }
  }

  private static byte[] digest(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this runtime has no SHA-256", e);
    }
  }

  private static byte[] encode(Credentials credentials) {
    String pair = credentials.username() + ":" + credentials.password().value();
    return Base64.getEncoder().encode(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(
        literal.startsWith("[") ? literal.substring(1, literal.length() - 1) : literal);
  }
}
