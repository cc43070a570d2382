package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hactl.agent.os.BootTimeSource;
import io.hactl.agent.os.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard program in what it inherits from its agent. */
@Tag("real-postgres")
class GuardSurroundingsTest {

  private static final Path PROGRAM =
      Path.of(System.getProperty("hactl.home", ".."), "target/dist/hactl-guard").toAbsolutePath();

  @TempDir Path folder;
  private Path data;
  private GuardProcess guard;

  @BeforeEach
  void aDataDirectory() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (guard != null) {
      guard.close();
      guard.process().ifPresent(Signal.KILL::sendTo);
    }
    Files.deleteIfExists(SharedState.fileFor(data));
  }

  /** Starts it by a shell that prepares what it inherits, and then becomes it. */
  private void startGuard(String preparation) throws IOException {
    Path script = folder.resolve("guard.sh");
    String text = "#!/bin/sh\n%s\nexec %s \"$@\"\n".formatted(preparation, PROGRAM);
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    guard = GuardProcess.start(script, data, new BootTimeSource());
    assertThat(guard.view().ready()).as(guard.view().problem()).isTrue();
  }

  private static int outOfMemoryScore(long pid) throws IOException {
    return Integer.parseInt(Files.readString(Path.of("/proc/" + pid + "/oom_score_adj")).strip());
  }

  private int scoreOfGuard() throws IOException {
    return outOfMemoryScore(guard.process().orElseThrow().pid());
  }

  @Test
  void itKeepsTheProtectionFromTheOutOfMemoryKillerThatItInherits() throws Exception {
    int inherited = outOfMemoryScore(ProcessHandle.current().pid());
    assumeTrue(inherited < 0, "the tests were started by one who may not protect them");
    startGuard("");
    assertThat(scoreOfGuard()).isLessThanOrEqualTo(inherited);
  }

  @Test
  void itGivesUpWhatItInheritsOfTheOpposite() throws Exception {
    assumeTrue(outOfMemoryScore(ProcessHandle.current().pid()) <= 0, "nobody goes below that here");
    startGuard("echo 300 > /proc/self/oom_score_adj");
    assertThat(scoreOfGuard()).isLessThanOrEqualTo(0);
  }
}
