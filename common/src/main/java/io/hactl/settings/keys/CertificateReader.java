package io.hactl.settings.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a certificate and its key, which are only of use together. */
public final class CertificateReader {

  private CertificateReader() {}

  /** Both or neither. */
  public record Pair(Optional<Path> certificate, Optional<Path> key) {}

  /** As in Patroni, the key may be part of the certificate's file and not be named. */
  public static Pair read(Section section, Setting<Path> certificateKey, Setting<Path> keyKey) {
    Optional<Path> certificate = section.find(certificateKey);
    Optional<Path> key = section.find(keyKey);
    if (key.isPresent() && certificate.isEmpty()) {
      section.error(
          certificateKey,
          "is missing although '" + keyKey.key() + "' is set",
          "set both or neither");
    }
    if (key.isPresent() || certificate.isEmpty() || !Files.isReadable(certificate.get())) {
      return new Pair(certificate, key);
    }
    if (!containsKey(certificate.get())) {
      section.error(
          keyKey,
          "is missing, and the file in '" + certificateKey.key() + "' has no private key",
          "name the key's file");
    }
    return new Pair(certificate, certificate);
  }

  private static boolean containsKey(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
    } catch (IOException e) {
      return false;
    }
  }
}
