package io.hactl.rest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hactl.rest.client.ApiCheck;
import io.hactl.rest.client.RestClient;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.settings.RestSettings;
import io.hactl.rest.settings.RestSettings.VerifyClient;
import io.hactl.rest.tls.CipherSuites;
import io.hactl.rest.tls.TlsContext;
import io.hactl.rest.tls.TlsFiles;
import io.hactl.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with certificates made by OpenSSL, in the key formats that are in use. */
class TlsTest {

  @TempDir static Path dir;

  @BeforeAll
  static void makeCertificates() throws Exception {
    openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=ca");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt -days 2 -subj /CN=x");
    Files.writeString(dir.resolve("ext"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    openssl("genrsa -out rsa.key 2048");
    issue("rsa");
    openssl("rsa -in rsa.key -traditional -out pkcs1.key");
    openssl("pkcs8 -topk8 -in rsa.key -out encrypted.key -passout pass:open -v2 aes-256-cbc");
    openssl("ecparam -name prime256v1 -genkey -noout -out sec1.key");
    openssl("pkcs8 -topk8 -nocrypt -in sec1.key -out ec.key");
    issue("sec1");
    Files.copy(dir.resolve("sec1.crt"), dir.resolve("ec.crt"));
    openssl("rsa -in rsa.key -traditional -aes128 -passout pass:open -out old.key");
    for (String name : List.of("pkcs1", "encrypted", "old")) {
      Files.copy(dir.resolve("rsa.crt"), dir.resolve(name + ".crt"));
    }
  }

  private static void issue(String name) throws Exception {
    openssl("req -new -key " + name + ".key -out " + name + ".csr -subj /CN=127.0.0.1");
    openssl(
        "x509 -req -in %s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out %s.crt"
            .formatted(name, name));
  }

  private static void openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> arguments).isZero();
  }

  private static TlsFiles files(String name, String ca, String password) {
    return new TlsFiles(
        Optional.of(dir.resolve(name + ".crt")),
        Optional.of(dir.resolve(name + ".key")),
        Optional.ofNullable(password).map(Secret::new),
        Optional.ofNullable(ca).map(c -> dir.resolve(c + ".crt")));
  }

  private static RestSettings settings(TlsFiles files, VerifyClient verify, String ciphers) {
    return new RestSettings(
        "127.0.0.1",
        0,
        Optional.of(files),
        verify,
        Optional.ofNullable(ciphers),
        Optional.empty(),
        List.of(),
        false,
        Map.of());
  }

  private static RestClient trusting(String ca) {
    TlsFiles trust =
        new TlsFiles(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(dir.resolve(ca + ".crt")));
    return new RestClient(new RestClientSettings(trust, false, Optional.empty()));
  }

  @Test
  void anApiThatWantsCertificatesAnswersItsOwnAgent() {
    for (VerifyClient verify : VerifyClient.values()) {
      RestSettings settings = settings(files("rsa", "ca", null), verify, null);
      try (TestServer server = new TestServer("etcd-async.json", settings)) {
        assertThat(server.server.answers(Duration.ofSeconds(5))).as("%s", verify).isTrue();
      }
      RestSettings stranger = settings(files("rsa", "other", null), verify, null);
      try (TestServer server = new TestServer("etcd-async.json", stranger)) {
        assertThat(server.server.answers(Duration.ofSeconds(5))).as("%s", verify).isTrue();
      }
    }
  }

  @Test
  void aPortThatNeverShakesHandsDoesNotAnswer() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      RestSettings settings = settings(files("rsa", "ca", null), VerifyClient.NONE, null);
      assertThat(ApiCheck.answers(settings, deaf.getLocalPort(), Duration.ofMillis(200))).isFalse();
    }
  }

  private static RestClient.Response send(RestClient client, TestServer server, String method)
      throws Exception {
    return client
        .send(
            method,
            "https://127.0.0.1:" + server.server.port() + "/patroni",
            method.equals("GET") ? "/primary" : "/reload",
            Optional.empty(),
            Duration.ofSeconds(10))
        .toCompletableFuture()
        .get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "pkcs1", "encrypted", "sec1", "ec"})
  void everyUsualKeyFormatServes(String key) throws Exception {
    RestSettings settings = settings(files(key, null, "open"), VerifyClient.NONE, null);
    assertThat(settings.scheme()).isEqualTo("https");
    try (TestServer server = new TestServer("etcd-async.json", settings);
        RestClient client = trusting("ca");
        RestClient stranger = trusting("other");
        RestClient careless =
            new RestClient(new RestClientSettings(TlsFiles.NONE, true, Optional.empty()))) {
      assertThat(send(client, server, "GET").status()).isEqualTo(200);
      assertThat(send(careless, server, "GET").status()).isEqualTo(200);
      assertThatThrownBy(() -> send(stranger, server, "GET"))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void aRequiredClientCertificateIsAskedOfEveryone() throws Exception {
    RestSettings settings = settings(files("rsa", "ca", null), VerifyClient.REQUIRED, null);
    try (TestServer server = new TestServer("etcd-async.json", settings);
        RestClient without = trusting("ca");
        RestClient with =
            new RestClient(
                new RestClientSettings(files("sec1", "ca", null), false, Optional.empty()))) {
      assertThatThrownBy(() -> send(without, server, "GET")).isInstanceOf(ExecutionException.class);
      assertThat(send(with, server, "GET").status()).isEqualTo(200);
      assertThat(send(with, server, "POST").status()).isEqualTo(202);
    }
  }

  @Test
  void anOptionalClientCertificateIsAskedOfThoseWhoChangeSomething() throws Exception {
    RestSettings settings = settings(files("rsa", "ca", null), VerifyClient.OPTIONAL, null);
    try (TestServer server = new TestServer("etcd-async.json", settings);
        RestClient without = trusting("ca");
        RestClient with =
            new RestClient(
                new RestClientSettings(files("sec1", "ca", null), false, Optional.empty()))) {
      assertThat(send(without, server, "GET").status()).isEqualTo(200);
      RestClient.Response refused = send(without, server, "POST");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).isEqualTo("client certificate required");
      assertThat(send(with, server, "POST").status()).isEqualTo(202);
    }
  }

  @Test
  void aReloadBringsANewCertificate() throws Exception {
    RestSettings first = settings(files("other", null, null), VerifyClient.NONE, null);
    try (TestServer server = new TestServer("etcd-async.json", first)) {
      try (RestClient client = trusting("ca")) {
        assertThatThrownBy(() -> send(client, server, "GET"))
            .isInstanceOf(ExecutionException.class);
      }
      int port = server.server.port();
      assertThatThrownBy(
              () ->
                  server.server.reload(
                      settings(files("missing", null, null), VerifyClient.NONE, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("missing.crt");
      server.server.reload(settings(files("rsa", null, null), VerifyClient.NONE, null));
      assertThat(server.server.port()).isEqualTo(port);
      try (RestClient client = trusting("ca")) {
        assertThat(send(client, server, "GET").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void unusableFilesAreNamedAndSecretsAreNot() {
    assertThatThrownBy(() -> TlsContext.of(files("encrypted", null, "wr0ng"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encrypted.key")
        .hasMessageNotContaining("wr0ng");
    assertThatThrownBy(() -> TlsContext.of(files("encrypted", null, null), false))
        .hasMessageContaining("set its password");
    assertThatThrownBy(() -> TlsContext.of(files("old", null, "open"), false))
        .hasMessageContaining("openssl pkcs8 -topk8");
    TlsFiles swapped =
        new TlsFiles(
            Optional.of(dir.resolve("rsa.key")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> TlsContext.of(swapped, false))
        .hasMessageContaining("contains no certificate");
  }

  @Test
  void ciphersAreUnderstoodByBothNames() throws Exception {
    String ciphers = "TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384";
    assertThat(CipherSuites.parse(ciphers + ":ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-SHA256"))
        .containsExactly(
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
    RestSettings settings = settings(files("rsa", null, null), VerifyClient.NONE, ciphers);
    try (TestServer server = new TestServer("etcd-async.json", settings);
        RestClient client = trusting("ca")) {
      assertThat(send(client, server, "GET").status()).isEqualTo(200);
    }
    assertThatThrownBy(() -> CipherSuites.parse("ROT13"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ROT13'");
  }
}
