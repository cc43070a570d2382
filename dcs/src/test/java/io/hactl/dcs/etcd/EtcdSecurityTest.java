package io.hactl.dcs.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hactl.dcs.Dcs;
import io.hactl.dcs.DcsException;
import io.hactl.dcs.DcsFailure;
import io.hactl.dcs.Transaction;
import io.hactl.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdSecurityTest {

  private static final String PREFIX = "/service/secure/";
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  @TempDir Path folder;

  private static EtcdSettings as(EtcdSettings settings, String user, String password) {
    return new EtcdSettings(
        settings.endpoints(),
        settings.tls(),
        settings.caCertificate(),
        settings.certificate(),
        settings.key(),
        Optional.of(user),
        Optional.of(new Secret(password)),
        settings.discover(),
        settings.callTimeout());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static DcsFailure failure(CompletionStage<?> stage) {
    return DcsException.failureOf(
        stage.handle((v, e) -> e).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Test
  void aUserIsAuthenticatedAndItsTokenRenewed() {
    try (EtcdProcess etcd = EtcdProcess.start()) {
      EtcdSettings settings = etcd.settings(CALL_TIMEOUT);
      try (Dcs early = EtcdDcs.connect(as(settings, "root", "secret"), PREFIX)) {
        get(early.read());
      }
      etcd.enableAuthentication("secret");
      try (Dcs right = EtcdDcs.connect(as(settings, "root", "secret"), PREFIX);
          Dcs wrong = EtcdDcs.connect(as(settings, "root", "guess"), PREFIX);
          Dcs nobody = EtcdDcs.connect(settings, PREFIX)) {
        Dcs.Session session = get(right.openSession(Duration.ofSeconds(30)));
        get(right.commit(Transaction.builder().put("initialize", "1").build()));

        assertThat(failure(wrong.read())).isInstanceOf(DcsFailure.Fatal.class);
        assertThat(failure(wrong.read()).message()).contains("invalid user ID or password");
        assertThat(failure(nobody.read())).isInstanceOf(DcsFailure.Fatal.class);

        // A restarted etcd knows none of the tokens it gave out.
        etcd.restart();

        get(right.commit(Transaction.builder().put("initialize", "2").build()));
        get(right.renew(session));
        assertThat(get(right.read()).initialize().value()).isEqualTo("2");
      }
    }
  }

  @Test
  void tlsTrustsTheGivenAuthorityAndShowsTheGivenCertificate() throws Exception {
    EtcdProcess.Tls tls = certificates();
    try (EtcdProcess etcd = EtcdProcess.start(tls)) {
      EtcdSettings settings = etcd.settings(CALL_TIMEOUT);
      try (Dcs dcs = EtcdDcs.connect(settings, PREFIX)) {
        get(dcs.commit(Transaction.builder().put("initialize", "1").build()));
        assertThat(get(dcs.read()).initialize().value()).isEqualTo("1");
      }
      EtcdSettings anonymous =
          new EtcdSettings(
              settings.endpoints(),
              true,
              settings.caCertificate(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              Duration.ofSeconds(1));
      try (Dcs dcs = EtcdDcs.connect(anonymous, PREFIX)) {
        assertThat(failure(dcs.read())).isInstanceOf(DcsFailure.Retryable.class);
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("ca.txt"), "no certificate");
    EtcdSettings settings =
        new EtcdSettings(
            List.of("127.0.0.1:1"),
            true,
            Optional.of(folder.resolve("missing.pem")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            CALL_TIMEOUT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> EtcdDcs.connect(settings, PREFIX))
        .withMessageContaining("missing.pem, is missing or may not be read");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EtcdDcs.connect(
                    new EtcdSettings(
                        settings.endpoints(),
                        true,
                        Optional.of(text),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        CALL_TIMEOUT),
                    PREFIX))
        .withMessageContaining("ca.txt, is not a certificate in PEM format");
  }

  /** An authority and a certificate for 127.0.0.1 that serves both sides. */
  private EtcdProcess.Tls certificates() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("ext"),
        "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=test -keyout key.pem -out request.pem");
    openssl(
        "x509 -req -days 2 -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial"
            + " -extfile ext -out cert.pem");
    return new EtcdProcess.Tls(
        folder.resolve("ca.pem"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
