package io.hactl.postgres.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.postgres.TestNode;
import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the password of a client's key is, and where it is not. */
class ServiceFileTest {

  private static final String KEY_PASSWORD = "it's a=secret # of the key";

  @TempDir Path folder;
  private TestNode node;

  @BeforeEach
  void aNodeWhoseReplicationUserHasAKey() throws IOException {
    node =
        new TestNode(
            folder,
            "node-1",
            new PostgresConfig.Hooks(Optional.empty(), Optional.empty(), Map.of()),
            user ->
                new PostgresConfig.Credentials(
                    user.username(),
                    user.password(),
                    Map.of("sslmode", "require", "sslpassword", KEY_PASSWORD)));
  }

  @AfterEach
  void close() {
    node.postgres.close();
  }

  @Test
  void noCommandLineShowsThePasswordOfTheKey() {
    UpstreamConnection connection = new UpstreamConnection(node.config);
    assertThat(ConnInfo.parse(connection.forReplication(node.asUpstream(""))))
        .containsEntry("sslpassword", KEY_PASSWORD)
        .doesNotContainKey("service");
    assertThat(ConnInfo.parse(connection.forCopy(node.asUpstream(""))))
        .containsEntry("service", "hactl")
        .doesNotContainKey("sslpassword");
    // The user of the rewind has no key, and so needs no service.
    assertThat(ConnInfo.parse(connection.forRewind(node.asUpstream(""))))
        .doesNotContainKeys("service", "sslpassword");
  }

  @Test
  void theServiceIsInAFileOfTheOwnersAloneWhileItIsNeeded() throws Exception {
    PostgresConfig.Places places = node.config.places();
    Map<String, String> environment = new HashMap<>();
    try (ServiceFile service =
        ServiceFile.write(places, node.config.authentication().replication())) {
      service.addTo(environment);
      Path file = Path.of(environment.get("PGSERVICEFILE"));
      assertThat(file).hasContent("[hactl]\nsslpassword=" + KEY_PASSWORD);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Path.of(environment.get("PGSERVICEFILE"))).doesNotExist();
    environment.clear();
    try (ServiceFile none = ServiceFile.write(places, node.config.authentication().superuser())) {
      none.addTo(environment);
    }
    assertThat(environment).isEmpty();
  }
}
