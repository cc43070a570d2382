package io.hactl.agent.config;

import io.hactl.agent.config.AuthenticationSettings.Credentials;
import io.hactl.settings.FileCheck;
import io.hactl.settings.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the section {@code postgresql.authentication}. */
final class AuthenticationReader {

  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "sslmode", List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
          "sslnegotiation", List.of("postgres", "direct"),
          "gssencmode", List.of("disable", "prefer", "require"),
          "channel_binding", List.of("disable", "prefer", "require"));

  private final Section section;

  AuthenticationReader(Section section) {
    this.section = section;
  }

  AuthenticationSettings read() {
    Credentials superuser = credentials("superuser", "name the superuser, usually postgres");
    Credentials replication = credentials("replication", "name a role with REPLICATION");
    Optional<Credentials> rewind =
        section.has("rewind")
            ? Optional.of(credentials("rewind", "name a role that may run pg_rewind"))
            : Optional.empty();
    return new AuthenticationSettings(superuser, replication, rewind);
  }

  private Credentials credentials(String role, String suggestion) {
    Section keys = section.section(role);
    String username = keys.required("username", suggestion);
    if (keys.has("sslkey") != keys.has("sslcert")) {
      String missing = keys.has("sslkey") ? "sslcert" : "sslkey";
      String present = keys.has("sslkey") ? "sslkey" : "sslcert";
      keys.error(missing, "is missing although '" + present + "' is set", "set both or neither");
    }
    return new Credentials(
        username,
        keys.secret("password"),
        choice(keys, "sslmode"),
        FileCheck.readable(keys, "sslcert"),
        FileCheck.readable(keys, "sslkey"),
        keys.secret("sslpassword"),
        FileCheck.readable(keys, "sslrootcert"),
        FileCheck.readable(keys, "sslcrl"),
        FileCheck.folder(keys, "sslcrldir"),
        choice(keys, "sslnegotiation"),
        choice(keys, "gssencmode"),
        choice(keys, "channel_binding"));
  }

  private static Optional<String> choice(Section keys, String key) {
    Map<String, Optional<String>> choices =
        CHOICES.get(key).stream().collect(Collectors.toMap(Function.identity(), Optional::of));
    return keys.choice(key, choices, Optional.empty());
  }
}
