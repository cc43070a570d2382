package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.FenceOrder;
import io.hactl.time.ManualTime;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that has been opened counts down, whatever else it refuses. */
class StubbornWatchdogTest {

  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration RENEW = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final StubbornWatchdog device = new StubbornWatchdog();
  private Watchdog watchdog;

  @BeforeEach
  void aNodeThatDoesNotLeadWithoutIt() {
    time.advance(Duration.ofMinutes(1));
    watchdog = watchdog(true);
  }

  private Watchdog watchdog(boolean required) {
    Watchdog.Plan plan =
        new Watchdog.Plan(required, false, folder, Optional.of(Duration.ofSeconds(5)));
    return new Watchdog(plan, time, path -> device.open());
  }

  private void renewWith(Duration ttl) {
    time.advance(Duration.ofSeconds(2));
    watchdog.apply(new FenceOrder.Arm(time.now().plus(ttl), ttl, RENEW));
  }

  @Test
  void whatTellsNoTimeoutIsSwitchedOffAgain() {
    device.takesTimeouts = false;
    device.tellsTimeout = false;
    renewWith(TTL);
    assertThat(device.told).containsExactly("open", "V");
    assertThat(watchdog.view().problem()).isEqualTo("error 22");
    assertThat(watchdog.view().resetAfter()).isEmpty();
  }

  @Test
  void whatTellsNoTimeoutAfterItTookOneIsSwitchedOffAgain() {
    device.tellsTimeout = false;
    renewWith(TTL);
    assertThat(device.told).containsExactly("open", "25 s", "V");
  }

  @Test
  void whereNoneIsRequiredALeaderDoesWithoutOneThatFails() {
    watchdog = watchdog(false);
    device.tellsTimeout = false;
    renewWith(TTL);
    assertThat(watchdog.view().ready()).isTrue();
    assertThat(watchdog.view().resetAfter()).as("nothing to be done before").isEmpty();
  }

  @Test
  void aTimeoutOfItsOwnIsUsedIfItIsShortEnough() {
    device.takesTimeouts = false;
    device.timeout = Duration.ofSeconds(20);
    renewWith(TTL);
    assertThat(watchdog.view().ready()).isTrue();
    assertThat(watchdog.view().resetAfter()).contains(Duration.ofSeconds(20));
    renewWith(TTL);
    assertThat(device.told).containsExactly("open", "alive", "alive");
  }

  @Test
  void aTimeoutOfItsOwnThatOutlastsTheLeaseIsRefused() {
    device.takesTimeouts = false;
    renewWith(TTL);
    assertThat(device.told).containsExactly("open", "alive", "V");
    assertThat(watchdog.view().problem()).contains("no time-out shorter than 60 s");
  }

  @Test
  void aLongerTtlThanTheDeviceKnowsLeavesItWithTheTimeoutItHas() {
    device.longest = Duration.ofSeconds(30);
    renewWith(TTL);
    renewWith(Duration.ofMinutes(2));
    renewWith(Duration.ofMinutes(2));
    assertThat(device.told).startsWith("open", "25 s", "alive").endsWith("alive");
    assertThat(device.told).doesNotContain("V");
    assertThat(watchdog.view().ready()).isTrue();
    assertThat(watchdog.view().resetAfter()).contains(Duration.ofSeconds(25));
  }

  @Test
  void aDeviceThatAnswersNoMoreIsKeptAliveWithTheTimeoutItHad() {
    renewWith(TTL);
    device.takesTimeouts = false;
    device.tellsTimeout = false;
    Duration shorter = Duration.ofSeconds(28);
    renewWith(shorter);
    renewWith(shorter);
    assertThat(device.told).containsExactly("open", "25 s", "alive", "alive");
    assertThat(watchdog.view().ready()).isTrue();
  }

  @Test
  void aTimeoutThatWouldOutlastTheShorterLeaseIsSwitchedOff() {
    renewWith(TTL);
    device.takesTimeouts = false;
    renewWith(Duration.ofSeconds(25));
    assertThat(device.told).endsWith("V");
    assertThat(watchdog.view().ready()).isFalse();
    assertThat(watchdog.view().resetAfter()).isEmpty();
  }

  @Test
  void aTtlThatLeavesNoTimeForAnotherOneSwitchesItOff() {
    renewWith(TTL);
    renewWith(Duration.ofSeconds(6));
    assertThat(device.told).containsExactly("open", "25 s", "V");
    assertThat(watchdog.view().problem()).contains("does not outlast a renewal");
  }

  @Test
  void whatDoesNotSayThatItIsAWatchdogIsSwitchedOffAllTheSame() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // Open both ways it neither waits for a writer nor is left without a reader.
    try (RandomAccessFile _ = new RandomAccessFile(pipe.toFile(), "rw");
        FileInputStream told = new FileInputStream(pipe.toFile())) {
      openLinux(pipe);
      assertThat(new String(told.readNBytes(told.available()), StandardCharsets.US_ASCII))
          .isEqualTo("V");
    }
  }

  @Test
  void aFileThatIsNoDeviceStaysAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");
    openLinux(file);
    assertThat(file).hasContent("precious");
  }

  private void openLinux(Path path) {
    Watchdog.Plan plan = new Watchdog.Plan(true, false, path, Optional.of(Duration.ofSeconds(5)));
    watchdog = new Watchdog(plan, time);
    renewWith(TTL);
    assertThat(watchdog.view().problem()).contains(path + " is no watchdog");
  }
}
