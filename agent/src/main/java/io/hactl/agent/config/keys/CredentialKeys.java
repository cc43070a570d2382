package io.hactl.agent.config.keys;

import io.hactl.settings.Bound;
import io.hactl.settings.Secret;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.FileCheck;
import io.hactl.settings.keys.InForce;
import io.hactl.settings.keys.Placeholder;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.Map;

/** The section {@code postgresql.authentication}; the keys of each role are libpq's. */
public final class CredentialKeys {

  /** What stands for the role in paths. */
  public static final String ROLE = "<role>";

  /** All of them. */
  public static final Catalogue CATALOGUE =
      new Catalogue(Placeholder.of(ROLE, "superuser", "replication", "rewind"));

  private static final String SECTION = "postgresql.authentication.";

  public static final Setting<String> USERNAME =
      CATALOGUE.add(
          setting(
                  "username",
                  ValueType.text(),
                  "the role's name; `rewind` may be left out, then it is the superuser")
              .required("name the role; the superuser is usually postgres", ""));

  public static final Setting<Secret> PASSWORD =
      CATALOGUE.add(setting("password", ValueType.secret(), "the role's password"));

  public static final Setting<String> SSLMODE =
      CATALOGUE.add(
          setting(
              "sslmode",
              words("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
              "whether the connection is encrypted, and who is trusted"));

  public static final Setting<Path> SSLCERT =
      CATALOGUE.add(file("sslcert", FileCheck.READABLE, "the client's certificate, PEM"));

  public static final Setting<Path> SSLKEY =
      CATALOGUE.add(file("sslkey", FileCheck.READABLE, "its key, PEM"));

  public static final Setting<Secret> SSLPASSWORD =
      CATALOGUE.add(
          setting(
              "sslpassword",
              ValueType.secret(),
              "what the key is encrypted with; it is on no command line, and `postgresql.conf` is"
                  + " its owner's alone (mode 0600) where `replication` has one"));

  public static final Setting<Path> SSLROOTCERT =
      CATALOGUE.add(
          file("sslrootcert", FileCheck.READABLE, "who signs servers' certificates, PEM"));

  public static final Setting<Path> SSLCRL =
      CATALOGUE.add(file("sslcrl", FileCheck.READABLE, "certificates that were revoked, PEM"));

  public static final Setting<Path> SSLCRLDIR =
      CATALOGUE.add(file("sslcrldir", FileCheck.FOLDER, "a folder of such files"));

  public static final Setting<String> SSLNEGOTIATION =
      CATALOGUE.add(
          setting("sslnegotiation", words("postgres", "direct"), "how encryption is agreed upon"));

  public static final Setting<String> GSSENCMODE =
      CATALOGUE.add(
          setting(
              "gssencmode",
              words("disable", "prefer", "require"),
              "whether GSSAPI encrypts the connection"));

  public static final Setting<String> CHANNEL_BINDING =
      CATALOGUE.add(
          setting(
              "channel_binding",
              words("disable", "prefer", "require"),
              "whether the server has to prove that it holds its certificate's key"));

  static {
    CATALOGUE.exception(SECTION + "superuser.username", InForce.AGENT_RESTART);
  }

  private CredentialKeys() {}

  private static <T> Setting<T> setting(String key, ValueType<T> type, String meaning) {
    return Setting.local(SECTION + ROLE + "." + key, type, meaning).variables(ROLE + "_" + key);
  }

  private static Setting<Path> file(String key, Bound<Path> bound, String meaning) {
    return setting(key, ValueType.path(Path.of("")), meaning).bound(bound);
  }

  private static ValueType<String> words(String... words) {
    return ValueType.choice(Choices.words(words), Map.of());
  }
}
