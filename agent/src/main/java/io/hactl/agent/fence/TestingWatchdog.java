package io.hactl.agent.fence;

import io.hactl.os.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Stands for a watchdog in tests: writes what would be told to a device into a named pipe or a
 * file, in the words of Patroni's own acceptance tests: {@code Ctimeout=N}, {@code 1} for a
 * keep-alive, {@code V} before it is closed.
 */
final class TestingWatchdog implements WatchdogDevice {

  private final Device device;
  private Duration set = Duration.ZERO;

  private TestingWatchdog(Device device) {
    this.device = device;
  }

  static TestingWatchdog open(Path path) throws IOException {
    return new TestingWatchdog(Device.openForWriting(path));
  }

  @Override
  public String identity() {
    return "testing";
  }

  @Override
  public boolean canBeDisarmed() {
    return true;
  }

  @Override
  public void setTimeout(Duration timeout) throws IOException {
    device.write("Ctimeout=" + timeout.toSeconds() + "\n");
    set = Duration.ofSeconds(timeout.toSeconds());
  }

  @Override
  public Duration timeout() {
    return set;
  }

  @Override
  public void keepAlive() throws IOException {
    device.write("1");
  }

  @Override
  public void disarm() throws IOException {
    try {
      device.write("V");
    } finally {
      device.close();
    }
  }
}
