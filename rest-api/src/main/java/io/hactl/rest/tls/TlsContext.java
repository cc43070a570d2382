package io.hactl.rest.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes TLS contexts of PEM files. */
public final class TlsContext {

  private TlsContext() {}

  /**
   * A context with the given identity and trust.
   *
   * @param insecure accept any certificate of the other side, and any host name
   * @throws IllegalArgumentException with one sentence if a file is missing or unusable
   */
  public static SSLContext of(TlsFiles files, boolean insecure) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keyManagers(files),
          insecure ? new TrustManager[] {new TrustAll()} : trustManagers(files),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "TLS cannot be set up with the certificate %s: %s"
              .formatted(files.certificate().map(String::valueOf).orElse("(none)"), e.getMessage()),
          e);
    }
  }

  private static KeyManager[] keyManagers(TlsFiles files)
      throws GeneralSecurityException, IOException {
    if (files.certificate().isEmpty()) {
      return null;
    }
    PemFile certificate = PemFile.read(files.certificate().get());
    PemFile key = files.key().map(PemFile::read).orElse(certificate);
    List<X509Certificate> chain = certificate.certificates();
    PrivateKey privateKey = key.privateKey(files.keyPassword());
    char[] unused = new char[0];
    KeyStore store = emptyStore();
    store.setKeyEntry("own", privateKey, unused, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, unused);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(TlsFiles files)
      throws GeneralSecurityException, IOException {
    Optional<KeyStore> trusted = Optional.empty();
    if (files.ca().isPresent()) {
      KeyStore store = emptyStore();
      int number = 0;
      for (X509Certificate ca : PemFile.read(files.ca().get()).certificates()) {
        store.setCertificateEntry("ca" + number++, ca);
      }
      trusted = Optional.of(store);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted.orElse(null));
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** What {@code insecure} asks for; an extended trust manager also decides on host names. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
