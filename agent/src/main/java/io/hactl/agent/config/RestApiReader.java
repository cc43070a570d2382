package io.hactl.agent.config;

import io.hactl.agent.config.RestApiSettings.ServerTokens;
import io.hactl.agent.config.RestApiSettings.VerifyClient;
import io.hactl.settings.CertificateReader;
import io.hactl.settings.FileCheck;
import io.hactl.settings.HostPort;
import io.hactl.settings.Secret;
import io.hactl.settings.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code restapi}. */
final class RestApiReader {

  private static final int DEFAULT_PORT = 8008;

  private final Section section;

  RestApiReader(Section section) {
    this.section = section;
  }

  RestApiSettings read() {
    HostPort listen = Addresses.listen(section, DEFAULT_PORT);
    HostPort connectAddress = Addresses.connect(section, listen);
    CertificateReader.Pair pair = CertificateReader.read(section, "certfile", "keyfile");
    Optional<Path> cafile = FileCheck.readable(section, "cafile");
    VerifyClient verifyClient =
        section.choice(
            "verify_client",
            Map.of(
                "none", VerifyClient.NONE,
                "optional", VerifyClient.OPTIONAL,
                "required", VerifyClient.REQUIRED),
            VerifyClient.NONE);
    if (verifyClient != VerifyClient.NONE && pair.certificate().isEmpty()) {
      section.error("verify_client", "has no effect without TLS", "set 'certfile' and 'keyfile'");
    } else if (verifyClient != VerifyClient.NONE && cafile.isEmpty()) {
      section.error("cafile", "is missing although 'verify_client' is set", "name the CA's file");
    }
    return new RestApiSettings(
        listen,
        connectAddress,
        pair.certificate(),
        pair.key(),
        section.secret("keyfile_password"),
        cafile,
        verifyClient,
        section.text("ciphers"),
        authentication(section),
        section.list("allowlist"),
        section.bool("allowlist_include_members", false),
        section.map("http_extra_headers"),
        section.map("https_extra_headers"),
        section.integer("request_queue_size", 5, 0, 4096),
        serverTokens());
  }

  private ServerTokens serverTokens() {
    return section.choice(
        "server_tokens",
        Map.of(
            "original", ServerTokens.ORIGINAL,
            "minimal", ServerTokens.MINIMAL,
            "productonly", ServerTokens.PRODUCT_ONLY),
        ServerTokens.ORIGINAL);
  }

  /** {@code authentication} with {@code username} and {@code password}, or neither. */
  static Optional<BasicAuthentication> authentication(Section parent) {
    Section section = parent.section("authentication");
    Optional<String> username = section.text("username");
    Optional<Secret> password = section.secret("password");
    if (username.isPresent() && password.isEmpty()) {
      section.error("password", "is missing although 'username' is set", "set both or neither");
    } else if (username.isEmpty() && password.isPresent()) {
      section.error("username", "is missing although 'password' is set", "set both or neither");
    }
    return username.isPresent() && password.isPresent()
        ? Optional.of(new BasicAuthentication(username.get(), password.get()))
        : Optional.empty();
  }
}
