package io.hactl.postgres;

import static io.hactl.postgres.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.os.BootTimeSource;
import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbacksTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void aCallbackGetsActionRoleAndScopeAndALaterOneEndsAnEarlier() throws Exception {
    Path said = folder.resolve("said");
    Files.createFile(said);
    Path script = folder.resolve("callback");
    Files.writeString(
        script,
        "#!/bin/sh\necho \"begun $*\" >> "
            + said
            + "\n[ \"$2\" = primary ] && sleep 30\necho \"done $*\" >> "
            + said
            + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    TestNode node =
        new TestNode(
            folder,
            "node-1",
            new PostgresConfig.Hooks(
                Optional.empty(),
                Optional.empty(),
                Map.of("on_role_change", script.toString(), "on_start", script.toString())));
    node.postgres.close();
    Callbacks callbacks = new Callbacks(node.config, new BootTimeSource());
    callbacks.fire("on_stop", "replica");
    callbacks.fire("on_role_change", "primary");
    await("the first", LONG, () -> text(said).contains("begun on_role_change primary demo"));
    callbacks.fire("on_start", "replica");
    await("the second", LONG, () -> text(said).contains("done on_start replica demo"));
    assertThat(text(said)).doesNotContain("done on_role_change").doesNotContain("on_stop");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
