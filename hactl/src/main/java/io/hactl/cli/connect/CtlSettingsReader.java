package io.hactl.cli.connect;

import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings.Credentials;
import io.hactl.rest.tls.TlsFiles;
import io.hactl.settings.Secret;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.CertificateReader;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
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
    Optional<Path> ca = root.find(AccessKeys.CACERT).or(() -> root.find(AccessKeys.RESTAPI_CAFILE));
    CertificateReader.Pair client =
        CertificateReader.read(root, AccessKeys.CERTFILE, AccessKeys.KEYFILE);
    TlsFiles tls =
        new TlsFiles(
            client.certificate(), client.key(), root.find(AccessKeys.KEYFILE_PASSWORD), ca);
    return new RestClientSettings(
        tls,
        insecure || root.value(AccessKeys.INSECURE),
        credentials(root, AccessKeys.USERNAME, AccessKeys.PASSWORD)
            .or(() -> credentials(root, AccessKeys.RESTAPI_USERNAME, AccessKeys.RESTAPI_PASSWORD)));
  }

  private static Optional<Credentials> credentials(
      Section root, Setting<String> name, Setting<Secret> secret) {
    Optional<String> username = root.find(name);
    Optional<Secret> password = root.find(secret);
    if (username.isPresent() && password.isEmpty()) {
      root.error(secret, "is missing although 'username' is set", "set both or neither");
    }
    return username.flatMap(user -> password.map(word -> new Credentials(user, word)));
  }
}
