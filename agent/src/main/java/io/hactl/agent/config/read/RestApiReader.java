package io.hactl.agent.config.read;

import io.hactl.agent.config.BasicAuthentication;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.agent.config.RestApiSettings.VerifyClient;
import io.hactl.agent.config.keys.RestApiKeys;
import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.CertificateReader;
import io.hactl.settings.keys.Section;
import io.hactl.settings.keys.Setting;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the section {@code restapi}. */
final class RestApiReader {

  private final Section root;

  RestApiReader(Section root) {
    this.root = root;
  }

  RestApiSettings read() {
    HostPort listen = root.value(RestApiKeys.LISTEN);
    CertificateReader.Pair pair =
        CertificateReader.read(root, RestApiKeys.CERTFILE, RestApiKeys.KEYFILE);
    Optional<Path> cafile = root.find(AccessKeys.RESTAPI_CAFILE);
    return new RestApiSettings(
        listen,
        Addresses.connect(root, RestApiKeys.CONNECT_ADDRESS, RestApiKeys.LISTEN, listen),
        pair.certificate(),
        pair.key(),
        root.find(RestApiKeys.KEYFILE_PASSWORD),
        cafile,
        verifyClient(pair.certificate().isPresent(), cafile.isPresent()),
        root.find(RestApiKeys.CIPHERS),
        authentication(root, AccessKeys.RESTAPI_USERNAME, AccessKeys.RESTAPI_PASSWORD),
        root.value(RestApiKeys.ALLOWLIST),
        root.value(RestApiKeys.ALLOWLIST_INCLUDE_MEMBERS),
        root.value(RestApiKeys.HTTP_EXTRA_HEADERS),
        root.value(RestApiKeys.HTTPS_EXTRA_HEADERS),
        root.value(RestApiKeys.REQUEST_QUEUE_SIZE),
        root.value(RestApiKeys.SERVER_TOKENS));
  }

  private VerifyClient verifyClient(boolean tls, boolean cafile) {
    VerifyClient wanted = root.value(RestApiKeys.VERIFY_CLIENT);
    if (wanted != VerifyClient.NONE && !tls) {
      root.error(
          RestApiKeys.VERIFY_CLIENT, "has no effect without TLS", "set 'certfile' and 'keyfile'");
    } else if (wanted != VerifyClient.NONE && !cafile) {
      root.error(
          AccessKeys.RESTAPI_CAFILE,
          "is missing although 'verify_client' is set",
          "name the CA's file");
    }
    return wanted;
  }

  /** A user with a password, or neither. */
  static Optional<BasicAuthentication> authentication(
      Section root, Setting<String> name, Setting<Secret> secret) {
    Optional<String> username = root.find(name);
    Optional<Secret> password = root.find(secret);
    if (username.isPresent() && password.isEmpty()) {
      root.error(secret, "is missing although 'username' is set", "set both or neither");
    } else if (username.isEmpty() && password.isPresent()) {
      root.error(name, "is missing although 'password' is set", "set both or neither");
    }
    return username.flatMap(user -> password.map(word -> new BasicAuthentication(user, word)));
  }
}
