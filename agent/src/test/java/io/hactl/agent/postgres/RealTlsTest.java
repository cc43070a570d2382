package io.hactl.agent.postgres;

import static io.hactl.agent.postgres.Await.await;
import static io.hactl.agent.postgres.TestNode.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.ServerState;
import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby whose client key has a password. */
@Tag("real-postgres")
class RealTlsTest {

  private static final String KEY_PASSWORD = "it's a=secret # of the key";

  @TempDir Path folder;
  private TestNode first;
  private TestNode second;

  @BeforeEach
  void aPrimaryThatSpeaksTls() throws Exception {
    first = new TestNode(folder, "node-1");
    certificate("server", "-nodes");
    certificate("client", "-passout", "pass:" + KEY_PASSWORD);
    second =
        new TestNode(
            folder,
            "node-2",
            new PostgresConfig.Hooks(Optional.empty(), Optional.empty(), Map.of()),
            user ->
                new PostgresConfig.Credentials(
                    user.username(),
                    user.password(),
                    Map.of(
                        "sslmode",
                        "require",
                        "sslcert",
                        folder.resolve("client.crt").toString(),
                        "sslkey",
                        folder.resolve("client.key").toString(),
                        "sslpassword",
                        KEY_PASSWORD)));
    first.bootstrap();
    first.sql("ALTER SYSTEM SET ssl_cert_file = '" + folder.resolve("server.crt") + "'");
    first.sql("ALTER SYSTEM SET ssl_key_file = '" + folder.resolve("server.key") + "'");
    first.sql("ALTER SYSTEM SET ssl = on");
    first.sql("SELECT pg_reload_conf()");
  }

  @AfterEach
  void stop() {
    second.close();
    first.close();
  }

  @Test
  void aCopyIsMadeAndStreamsWithAKeyThatHasAPassword() throws Exception {
    copied();
    assertThat(
            second.run(
                new PostgresTask.StartStandby(
                    Optional.of(first.asUpstream("")), DynamicConfig.EMPTY, LONG)))
        .isEqualTo(new TaskResult.Succeeded());
    await(
        "streaming",
        LONG,
        () -> second.server().running().filter(ServerState.Running::streaming).isPresent());
    assertThat(
            first.sql(
                "SELECT bool_and(ssl) FROM pg_stat_ssl NATURAL JOIN pg_stat_replication"
                    + " WHERE application_name = 'node-2'"))
        .isEqualTo("t");
  }

  @Test
  void thePasswordOfTheKeyIsLeftNowhereButInAFileOfItsOwner() throws Exception {
    copied();
    Path conf = second.dataDir.resolve("postgresql.conf");
    assertThat(Files.readString(conf)).contains("sslpassword=");
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
    second.run(new PostgresTask.Configure(Optional.of(first.asUpstream("")), DynamicConfig.EMPTY));
    assertThat(Files.getPosixFilePermissions(conf))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<Path> beside = Files.list(second.config.places().pgpass().getParent())) {
      assertThat(beside.filter(p -> p.toString().endsWith(".service"))).isEmpty();
    }
  }

  @Test
  void noCommandLineShowsThePasswordOfTheKey() {
    UpstreamConnection connection = new UpstreamConnection(second.config);
    assertThat(ConnInfo.parse(connection.forReplication(first.asUpstream(""))))
        .containsEntry("sslpassword", KEY_PASSWORD)
        .doesNotContainKey("service");
    assertThat(ConnInfo.parse(connection.forCopy(first.asUpstream(""))))
        .containsEntry("service", "hactl")
        .doesNotContainKey("sslpassword");
    // The user of the rewind has no key, and so needs no service.
    assertThat(ConnInfo.parse(connection.forRewind(first.asUpstream(""))))
        .doesNotContainKeys("service", "sslpassword");
  }

  @Test
  void theServiceIsInAFileOfTheOwnersAloneWhileItIsNeeded() throws Exception {
    PostgresConfig.Places places = second.config.places();
    Map<String, String> environment = new HashMap<>();
    try (ServiceFile service =
        ServiceFile.write(places, second.config.authentication().replication())) {
      service.addTo(environment);
      Path file = Path.of(environment.get("PGSERVICEFILE"));
      assertThat(file).hasContent("[hactl]\nsslpassword=" + KEY_PASSWORD);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Path.of(environment.get("PGSERVICEFILE"))).doesNotExist();
    environment.clear();
    try (ServiceFile none = ServiceFile.write(places, second.config.authentication().superuser())) {
      none.addTo(environment);
    }
    assertThat(environment).isEmpty();
  }

  private void copied() {
    assertThat(second.run(new PostgresTask.Clone(first.asUpstream(""), "", DynamicConfig.EMPTY)))
        .isEqualTo(new TaskResult.Succeeded());
  }

  private void certificate(String name, String... key) throws IOException, InterruptedException {
    String[] command = {
      "openssl",
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-days",
      "2",
      "-subj",
      "/CN=" + name,
      "-keyout",
      folder.resolve(name + ".key").toString(),
      "-out",
      folder.resolve(name + ".crt").toString()
    };
    Process process;
    try {
      process =
          new ProcessBuilder(Stream.of(command, key).flatMap(Stream::of).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no openssl here: " + e.getMessage());
      throw e;
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    Files.setPosixFilePermissions(
        folder.resolve(name + ".key"), PosixFilePermissions.fromString("rw-------"));
  }
}
