package io.hactl.agent.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.FenceOrder;
import io.hactl.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watchdog, as far as it can be seen from a file that stands for the device. */
class WatchdogTest {

  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration RENEW = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private Path device;

  @BeforeEach
  void aFileStandsForTheDevice() throws IOException {
    device = Files.createFile(folder.resolve("watchdog"));
    time.advance(Duration.ofMinutes(1));
  }

  private Watchdog watchdog(boolean required, Optional<Duration> margin) {
    return new Watchdog(new Watchdog.Plan(required, true, device, margin), time);
  }

  private Watchdog withDefaults() {
    return watchdog(true, Optional.of(Duration.ofSeconds(5)));
  }

  private FenceOrder renewedNow() {
    return new FenceOrder.Arm(time.now().plus(TTL), TTL, RENEW);
  }

  private String told() throws IOException {
    return Files.readString(device);
  }

  @Test
  void itIsSetBySafetyMarginAndKeptAliveByRenewalsAlone() throws IOException {
    Watchdog watchdog = withDefaults();
    FenceOrder first = renewedNow();
    watchdog.apply(first);
    assertThat(told()).isEqualTo("Ctimeout=25\n");
    time.advance(Duration.ofSeconds(2));
    watchdog.apply(first);
    assertThat(told()).as("the same lease is no reason").isEqualTo("Ctimeout=25\n");
    watchdog.apply(renewedNow());
    assertThat(told()).isEqualTo("Ctimeout=25\n1");
    assertThat(watchdog.view().resetAfter()).contains(Duration.ofSeconds(25));
  }

  @Test
  void aRenewalWhoseAnswerCameTooLateDoesNotKeepItAlive() throws IOException {
    Watchdog watchdog = withDefaults();
    watchdog.apply(renewedNow());
    FenceOrder slow = renewedNow();
    time.advance(Duration.ofSeconds(6));
    watchdog.apply(slow);
    assertThat(told()).isEqualTo("Ctimeout=25\n");
  }

  @Test
  void minusOneMeansHalfOfTheTtl() throws IOException {
    watchdog(true, Optional.empty()).apply(renewedNow());
    assertThat(told()).isEqualTo("Ctimeout=15\n");
  }

  @Test
  void anotherTtlIsAnotherTimeout() throws IOException {
    Watchdog watchdog = withDefaults();
    watchdog.apply(renewedNow());
    Duration ttl = Duration.ofSeconds(20);
    watchdog.apply(new FenceOrder.Arm(time.now().plus(ttl), ttl, Duration.ofSeconds(1)));
    assertThat(told()).isEqualTo("Ctimeout=25\nCtimeout=15\n");
  }

  @Test
  void itIsSwitchedOffWhenThereIsNothingToFence() throws IOException {
    Watchdog watchdog = withDefaults();
    watchdog.apply(renewedNow());
    watchdog.apply(new FenceOrder.Keep());
    assertThat(told()).doesNotContain("V");
    watchdog.apply(new FenceOrder.Disarm());
    watchdog.apply(new FenceOrder.Disarm());
    assertThat(told()).isEqualTo("Ctimeout=25\nV");
    assertThat(watchdog.view().resetAfter()).isEmpty();
  }

  @Test
  void aRequiredDeviceThatIsNotThereMakesTheNodeUnfit() throws IOException {
    Files.delete(device);
    Watchdog watchdog = withDefaults();
    assertThat(watchdog.view().ready()).isFalse();
    assertThat(watchdog.view().watchdogFailed()).isTrue();
    assertThat(watchdog.view().problem()).contains(device.toString()).contains("does not exist");
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().ready()).isFalse();
  }

  @Test
  void aDeviceThatIsNotThereAndNotRequiredIsGoneWithout() throws IOException {
    Files.delete(device);
    Watchdog watchdog = watchdog(false, Optional.of(Duration.ofSeconds(5)));
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().ready()).isTrue();
    assertThat(watchdog.view().resetAfter()).isEmpty();
  }

  @Test
  void aMarginThatLeavesNoTimeForRenewalsIsRefusedWithTheReason() {
    Watchdog watchdog = watchdog(true, Optional.of(Duration.ofSeconds(20)));
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().ready()).isFalse();
    assertThat(watchdog.view().problem()).contains("does not outlast a renewal");
  }

  @Test
  void whatIsNoWatchdogIsRefused() {
    Watchdog watchdog =
        new Watchdog(
            new Watchdog.Plan(true, false, Path.of("/dev/null"), Optional.of(Duration.ZERO)), time);
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().problem())
        .contains("/dev/null is no watchdog")
        .contains("does not know the request");
  }

  @Test
  void aDeviceThatCameBackIsUsedAgain() throws IOException {
    Files.delete(device);
    Watchdog watchdog = withDefaults();
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().ready()).isFalse();
    Files.createFile(device);
    time.advance(Duration.ofSeconds(2));
    watchdog.apply(renewedNow());
    assertThat(watchdog.view().ready()).isTrue();
    assertThat(told()).isEqualTo("Ctimeout=25\n");
  }
}
