package io.hactl.rest.tls;

import io.hactl.settings.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads certificates and private keys from PEM files. Every failure is an {@link
 * IllegalArgumentException} with one sentence that names the file and never its content.
 */
final class PemFile {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private record Block(String label, String body) {
    byte[] der() {
      return Base64.getMimeDecoder().decode(body);
    }
  }

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(Path path, String text) {
    this.path = path;
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
  }

  static PemFile read(Path path) {
    try {
      return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read the PEM file %s: %s".formatted(path, e.getClass().getSimpleName()), e);
    }
  }

  /** All certificates of the file, at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(path + " contains no certificate in PEM format");
    }
    return certificates;
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(path + " contains a certificate that cannot be read", e);
    }
  }

  /** The first private key of the file. */
  PrivateKey privateKey(Optional<Secret> password) {
    for (Block block : blocks) {
      if (block.label().endsWith("PRIVATE KEY")) {
        return privateKey(block, password);
      }
    }
    throw new IllegalArgumentException(path + " contains no private key in PEM format");
  }

  private PrivateKey privateKey(Block block, Optional<Secret> password) {
    if (block.body().contains("Proc-Type:")) {
      throw new IllegalArgumentException(
          path + " is encrypted in OpenSSL's old format; convert it with 'openssl pkcs8 -topk8'");
    }
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> anyKey(block.der());
        case "RSA PRIVATE KEY" -> anyKey(Pkcs8.ofRsa(block.der()));
        case "EC PRIVATE KEY" -> anyKey(Pkcs8.ofEc(block.der()));
        case "ENCRYPTED PRIVATE KEY" -> anyKey(decrypt(block.der(), password));
        default ->
            throw new IllegalArgumentException(
                "%s contains a '%s', which is not supported; convert it with 'openssl pkcs8 -topk8'"
                    .formatted(path, block.label()));
      };
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the private key in %s cannot be read; is it damaged, or its password wrong?"
              .formatted(path),
          e);
    }
  }

  private byte[] decrypt(byte[] der, Optional<Secret> password)
      throws IOException, GeneralSecurityException {
    Secret secret =
        password.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the private key in %s is encrypted; set its password".formatted(path)));
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // The name of the whole scheme, such as PBEWithHmacSHA256AndAES_256, is in the parameters only.
    String scheme =
        info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
            ? info.getAlgParameters().toString()
            : info.getAlgName();
    PBEKeySpec spec = new PBEKeySpec(secret.value().toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme).generateSecret(spec),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        continue; // a key of another kind
      }
    }
    throw new InvalidKeySpecException("neither RSA, EC nor EdDSA");
  }
}
