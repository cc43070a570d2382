package io.hactl.cli.connect;

import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.tls.TlsFiles;
import io.hactl.settings.CertificateReader;
import io.hactl.settings.FileCheck;
import io.hactl.settings.Secret;
import io.hactl.settings.Section;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads how to speak to members' REST APIs: the section {@code ctl}, and {@code restapi} for what
 * is missing there.
 */
final class CtlSettingsReader {

  private CtlSettingsReader() {}

  /**
   * @param insecure whether the command line says to trust any certificate
   */
  static RestClientSettings read(Section root, boolean insecure) {
    Section ctl = root.section("ctl");
    Section restApi = root.section("restapi");
    Optional<Path> ca =
        FileCheck.readable(ctl, "cacert").or(() -> FileCheck.readable(restApi, "cafile"));
    CertificateReader.Pair client = CertificateReader.read(ctl, "certfile", "keyfile");
    TlsFiles tls =
        new TlsFiles(client.certificate(), client.key(), ctl.secret("keyfile_password"), ca);
    return new RestClientSettings(
        tls,
        insecure || ctl.bool("insecure", false),
        credentials(ctl.section("authentication"))
            .or(() -> credentials(restApi.section("authentication"))));
  }

  private static Optional<Credentials> credentials(Section section) {
    Optional<String> username = section.text("username");
    Optional<Secret> password = section.secret("password");
    if (username.isPresent() && password.isEmpty()) {
      section.error("password", "is missing although 'username' is set", "set both or neither");
    }
    return username.flatMap(user -> password.map(secret -> new Credentials(user, secret)));
  }
}
