package io.hactl.agent.fence;

import io.hactl.os.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A device of the kernel's watchdog API (<a
 * href="https://docs.kernel.org/watchdog/watchdog-api.html">its documentation</a>).
 */
final class LinuxWatchdog implements WatchdogDevice {

  /** Numbers of {@code linux/watchdog.h}. */
  private static final int GETSUPPORT = 0;

  private static final int KEEPALIVE = 5;
  private static final int SETTIMEOUT = 6;
  private static final int GETTIMEOUT = 7;
  private static final int INFO_BYTES = 40;
  private static final int OPTION_MAGICCLOSE = 0x0100;

  /** Written last before it is closed, it switches a device off that would go on otherwise. */
  private static final String MAGIC_CLOSE = "V";

  private final Device device;
  private final String identity;
  private final int options;

  private LinuxWatchdog(Device device, String identity, int options) {
    this.device = device;
    this.identity = identity;
    this.options = options;
  }

  /** Opens the device, which starts it. */
  static LinuxWatchdog open(Path path) throws IOException {
    Device device = Device.openForWriting(path);
    byte[] info = new byte[INFO_BYTES];
    try {
      device.ioctl(Device.Direction.READ, 'W', GETSUPPORT, info);
    } catch (IOException e) {
      IOException failure = new IOException(path + " is no watchdog: " + e.getMessage(), e);
      release(device, path, failure);
      throw failure;
    }
    int options = (info[0] & 0xff) | (info[1] & 0xff) << 8;
    String name = new String(info, 8, INFO_BYTES - 8, StandardCharsets.ISO_8859_1);
    return new LinuxWatchdog(device, name.replace("\0", "").strip(), options);
  }

  /**
   * What was opened may be a watchdog all the same, and count down; a plain file stays as it is.
   */
  private static void release(Device device, Path path, IOException failure) {
    try (device) {
      if (!Files.isRegularFile(path)) {
        device.write(MAGIC_CLOSE);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean canBeDisarmed() {
    return (options & OPTION_MAGICCLOSE) != 0;
  }

  @Override
  public void setTimeout(Duration timeout) throws IOException {
    int seconds = (int) timeout.toSeconds();
    device.ioctl(Device.Direction.READ_WRITE, 'W', SETTIMEOUT, seconds);
    keepAlive();
  }

  @Override
  public Duration timeout() throws IOException {
    return Duration.ofSeconds(device.ioctl(Device.Direction.READ, 'W', GETTIMEOUT, 0));
  }

  @Override
  public void keepAlive() throws IOException {
    device.ioctl(Device.Direction.READ, 'W', KEEPALIVE, 0);
  }

  @Override
  public void disarm() throws IOException {
    try {
      device.write(MAGIC_CLOSE);
    } finally {
      device.close();
    }
  }
}
