package io.hactl.agent.config;

import io.hactl.settings.CertificateReader;
import io.hactl.settings.FileCheck;
import io.hactl.settings.Section;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the section {@code ctl}; what is missing there comes from {@code restapi}. */
final class CtlReader {

  private final Section section;

  CtlReader(Section section) {
    this.section = section;
  }

  CtlSettings read(RestApiSettings restApi) {
    boolean insecure = section.bool("insecure", false);
    Optional<Path> cacert = FileCheck.readable(section, "cacert");
    CertificateReader.Pair pair = CertificateReader.read(section, "certfile", "keyfile");
    Optional<BasicAuthentication> authentication = RestApiReader.authentication(section);
    return new CtlSettings(
        insecure,
        cacert.or(restApi::cafile),
        pair.certificate(),
        pair.key(),
        section.secret("keyfile_password"),
        authentication.or(restApi::authentication));
  }
}
