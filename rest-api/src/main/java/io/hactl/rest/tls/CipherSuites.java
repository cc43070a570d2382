package io.hactl.rest.tls;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Reads the {@code ciphers} setting: IANA names or OpenSSL's names of the suites still in use. */
public final class CipherSuites {

  private static final Pattern OPENSSL =
      Pattern.compile("(ECDHE|DHE)-(RSA|ECDSA)-(AES(128|256)-(GCM-)?SHA(\\d*)|CHACHA20-POLY1305)");

  private CipherSuites() {}

  /**
   * The suites' names as the runtime knows them.
   *
   * @throws IllegalArgumentException with one sentence that names what is not understood
   */
  public static String[] parse(String setting) {
    List<String> names = new ArrayList<>();
    for (String part : setting.trim().split("[:,\\s]+")) {
      names.add(
          javaName(part)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "restapi.ciphers names '%s', which is not a cipher suite of this runtime;"
                                  .formatted(part)
                              + " use names such as TLS_AES_256_GCM_SHA384 or"
                              + " ECDHE-RSA-AES256-GCM-SHA384, separated by colons")));
    }
    return names.toArray(String[]::new);
  }

  private static Optional<String> javaName(String name) {
    Set<String> supported = supported();
    if (supported.contains(name)) {
      return Optional.of(name);
    }
    Matcher matcher = OPENSSL.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String key = "TLS_" + matcher.group(1) + "_" + matcher.group(2) + "_WITH_";
    String suite =
        matcher.group(4) == null
            ? key + "CHACHA20_POLY1305_SHA256"
            : key
                + "AES_"
                + matcher.group(4)
                + (matcher.group(5) == null ? "_CBC_SHA" : "_GCM_SHA")
                + matcher.group(6);
    return Optional.of(suite).filter(supported::contains);
  }

  private static Set<String> supported() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this runtime has no TLS", e);
    }
  }
}
