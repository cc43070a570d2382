package io.hactl.dcs.etcd;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The TLS side of the settings. */
final class EtcdTls {

  private EtcdTls() {}

  /**
   * @throws IllegalArgumentException if a file is missing or cannot be used; one sentence
   */
  static SslContext context(EtcdSettings settings) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    settings.caCertificate().ifPresent(ca -> trust(builder, ca));
    if (settings.certificate().isPresent() != settings.key().isPresent()) {
      throw new IllegalArgumentException(
          "A client certificate for etcd needs both the certificate and its key.");
    }
    settings.certificate().ifPresent(c -> identify(builder, c, settings.key().orElseThrow()));
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "TLS to etcd cannot be set up: " + e.getMessage() + ".", e);
    }
  }

  private static void trust(SslContextBuilder builder, Path ca) {
    File file = readable(ca, "CA certificate");
    try {
      builder.trustManager(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The CA certificate for etcd, " + ca + ", is not a certificate in PEM format.", e);
    }
  }

  private static void identify(SslContextBuilder builder, Path certificate, Path key) {
    File certificateFile = readable(certificate, "client certificate");
    File keyFile = readable(key, "key of the client certificate");
    try {
      builder.keyManager(certificateFile, keyFile);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The client certificate for etcd, %s, or its key, %s, cannot be used: both must be PEM, the key unencrypted PKCS#8 (openssl pkcs8 -topk8 -nocrypt converts it)."
              .formatted(certificate, key),
          e);
    }
  }

  private static File readable(Path path, String what) {
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(
          "The %s for etcd, %s, is missing or may not be read.".formatted(what, path));
    }
    return path.toFile();
  }
}
