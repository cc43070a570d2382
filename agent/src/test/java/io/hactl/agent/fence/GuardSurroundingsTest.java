package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hactl.core.decision.FenceOrder;
import io.hactl.os.BootTimeSource;
import io.hactl.os.Signal;
import io.hactl.time.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard program in what it inherits from its agent. */
@Tag("real-postgres")
class GuardSurroundingsTest {

  private static final Duration TTL = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Path PROGRAM =
      Path.of(System.getProperty("hactl.home", ".."), "target/dist/hactl-guard").toAbsolutePath();

  @TempDir Path folder;
  private final BootTimeSource time = new BootTimeSource();
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
    guard = GuardProcess.start(script, data, time);
    assertThat(guard.view().ready()).as(guard.view().problem()).isTrue();
  }

  /** What it does at a deadline that has passed, with a process that looks like a server. */
  private void fire() throws IOException, InterruptedException {
    SharedState state = SharedState.open(SharedState.fileFor(data));
    Path server = Files.copy(Path.of("/bin/bash"), folder.resolve("postgres"));
    Process process =
        new ProcessBuilder(server.toString(), "-c", "read").directory(data.toFile()).start();
    try {
      guard.apply(new FenceOrder.Arm(time.now().plus(TTL.dividedBy(10)), TTL, TTL.dividedBy(3)));
      await("the guard has stopped it", () -> state.stoppedAt().isPresent());
      long after = state.wakeups();
      await("the guard looks on", () -> state.wakeups() > after);
      assertThat(process.waitFor(SOON)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    Tick limit = time.now().plus(SOON);
    while (!condition.getAsBoolean()) {
      assertThat(time.now().isBefore(limit)).as(what).isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void itTellsAPipeWhatItHasDone() throws Exception {
    Path told = Files.createFile(folder.resolve("told"));
    Path pipe = folder.resolve("pipe");
    startGuard("mkfifo %1$s; cat <%1$s >%2$s & exec 2>%1$s".formatted(pipe, told));
    fire();
    await("the line is there", () -> size(told) > 0);
    assertThat(told).content().contains("stopped PostgreSQL");
  }

  @Test
  void itWritesNothingToAFileWhoseDiskMayHang() throws Exception {
    Path file = folder.resolve("told");
    startGuard("exec 2>" + file);
    fire();
    assertThat(file).isEmptyFile();
  }

  private static long size(Path file) {
    return file.toFile().length();
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
