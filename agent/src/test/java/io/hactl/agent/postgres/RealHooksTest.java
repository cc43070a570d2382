package io.hactl.agent.postgres;

import static io.hactl.agent.postgres.TestNode.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.ServerState;
import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own programs around one real server. */
@Tag("real-postgres")
class RealHooksTest {

  @TempDir Path folder;

  @Test
  void postBootstrapCanUseThePasswordFileAndAPrePromoteThatFailsPreventsThePromotion()
      throws Exception {
    Path said = folder.resolve("said");
    script("node-1/post_bootstrap", "psql -w -c 'CREATE TABLE made (id int)' \"$1\"");
    Path beforeStop = script("before", "echo before_stop >> " + said);
    Path prePromote = script("promote", "echo not now; exit 7");
    PostgresConfig.Hooks hooks =
        new PostgresConfig.Hooks(
            Optional.of(prePromote.toString()), Optional.of(beforeStop.toString()), Map.of());
    try (TestNode node = new TestNode(folder, "node-1", hooks)) {
      node.bootstrap();
      assertThat(node.sql("SELECT count(*) FROM public.made")).isEqualTo("0");
      node.stop(LONG);
      assertThat(Files.readString(said)).isEqualTo("before_stop\n");
      node.run(new PostgresTask.StartStandby(Optional.empty(), DynamicConfig.EMPTY, LONG));
      assertThat(node.run(new PostgresTask.Promote(0, LONG)))
          .isInstanceOfSatisfying(
              TaskResult.Failed.class,
              f -> assertThat(f.message()).contains("pre_promote", "status 7", "not now"));
      assertThat(node.running()).extracting(ServerState.Running::inRecovery).isEqualTo(true);
    }
  }

  @Test
  void aPostBootstrapThatFailsFailsTheBootstrapAndStopsTheServer() throws Exception {
    script("node-1/post_bootstrap", "exit 3");
    try (TestNode node = new TestNode(folder, "node-1")) {
      assertThat(node.run(new PostgresTask.Bootstrap(DynamicConfig.EMPTY)))
          .isInstanceOfSatisfying(
              TaskResult.Failed.class, f -> assertThat(f.message()).contains("status 3"));
      assertThat(node.server()).isInstanceOf(ServerState.Stopped.class);
    }
  }

  private Path script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
