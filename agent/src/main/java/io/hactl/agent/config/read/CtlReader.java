package io.hactl.agent.config.read;

import io.hactl.agent.config.CtlSettings;
import io.hactl.agent.config.RestApiSettings;
import io.hactl.settings.keys.AccessKeys;
import io.hactl.settings.keys.CertificateReader;
import io.hactl.settings.keys.Section;

/** Reads the section {@code ctl}; what is missing there comes from {@code restapi}. */
final class CtlReader {

  private CtlReader() {}

  static CtlSettings read(Section root, RestApiSettings restApi) {
    CertificateReader.Pair pair =
        CertificateReader.read(root, AccessKeys.CERTFILE, AccessKeys.KEYFILE);
    return new CtlSettings(
        root.value(AccessKeys.INSECURE),
        root.find(AccessKeys.CACERT).or(restApi::cafile),
        pair.certificate(),
        pair.key(),
        root.find(AccessKeys.KEYFILE_PASSWORD),
        RestApiReader.authentication(root, AccessKeys.USERNAME, AccessKeys.PASSWORD)
            .or(restApi::authentication));
  }
}
