package io.hactl.agent.config.read;

import io.hactl.agent.config.AuthenticationSettings;
import io.hactl.agent.config.AuthenticationSettings.Credentials;
import io.hactl.agent.config.keys.CredentialKeys;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.util.Optional;

/** Reads the section {@code postgresql.authentication}. */
final class AuthenticationReader {

  private final Section root;

  AuthenticationReader(Section root) {
    this.root = root;
  }

  AuthenticationSettings read() {
    return new AuthenticationSettings(
        credentials("superuser"),
        credentials("replication"),
        root.has("postgresql.authentication.rewind")
            ? Optional.of(credentials("rewind"))
            : Optional.empty());
  }

  private Credentials credentials(String role) {
    Section keys = root.naming(CredentialKeys.ROLE, role);
    if (keys.has(CredentialKeys.SSLKEY) != keys.has(CredentialKeys.SSLCERT)) {
      boolean hasKey = keys.has(CredentialKeys.SSLKEY);
      Setting<?> missing = hasKey ? CredentialKeys.SSLCERT : CredentialKeys.SSLKEY;
      Setting<?> present = hasKey ? CredentialKeys.SSLKEY : CredentialKeys.SSLCERT;
      keys.error(
          missing, "is missing although '" + present.key() + "' is set", "set both or neither");
    }
    return new Credentials(
        keys.value(CredentialKeys.USERNAME),
        keys.find(CredentialKeys.PASSWORD),
        keys.find(CredentialKeys.SSLMODE),
        keys.find(CredentialKeys.SSLCERT),
        keys.find(CredentialKeys.SSLKEY),
        keys.find(CredentialKeys.SSLPASSWORD),
        keys.find(CredentialKeys.SSLROOTCERT),
        keys.find(CredentialKeys.SSLCRL),
        keys.find(CredentialKeys.SSLCRLDIR),
        keys.find(CredentialKeys.SSLNEGOTIATION),
        keys.find(CredentialKeys.GSSENCMODE),
        keys.find(CredentialKeys.CHANNEL_BINDING));
  }
}
