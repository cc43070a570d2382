package io.hactl.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A small file system of its own, which root can mount; frozen and thawed by fsfreeze(8). */
final class MountedDisk implements AutoCloseable {

  private final Path image;
  private final Path mounted;
  private boolean frozen;

  private MountedDisk(Path image, Path mounted) {
    this.image = image;
    this.mounted = mounted;
  }

  static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount file systems");
  }

  /** A tmpfs: quick, and full when it is. */
  static MountedDisk tmpfs(Path under, String size) throws IOException {
    assumeRoot();
    Path mounted = Files.createDirectory(under.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", mounted.toString()) == 0,
        "no tmpfs can be mounted here");
    return new MountedDisk(under.resolve("none"), mounted);
  }

  /** An ext4 on a loop device: it can be frozen. */
  static MountedDisk ext4(Path under) throws IOException {
    assumeRoot();
    Path image = under.resolve("image");
    Path mounted = Files.createDirectory(under.resolve("disk"));
    assumeTrue(run("truncate", "-s", "64M", image.toString()) == 0, "no truncate");
    assumeTrue(run("mkfs.ext4", "-q", "-F", image.toString()) == 0, "no mkfs.ext4 here");
    assumeTrue(
        run("mount", "-o", "loop", image.toString(), mounted.toString()) == 0,
        "no loop device can be mounted here");
    return new MountedDisk(image, mounted);
  }

  Path path() {
    return mounted;
  }

  void freeze() throws IOException {
    frozen = true;
    assumeTrue(run("fsfreeze", "-f", mounted.toString()) == 0, "fsfreeze does not work here");
  }

  void thaw() throws IOException {
    if (frozen) {
      frozen = false;
      assertThat(run("fsfreeze", "-u", mounted.toString())).isZero();
    }
  }

  void remountReadOnly() throws IOException {
    assertThat(run("mount", "-o", "remount,ro", mounted.toString())).isZero();
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during " + command[0], e);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    try {
      thaw();
    } finally {
      for (int i = 0; i < 50 && run("umount", mounted.toString()) != 0; i++) {
        LockSupport.parkNanos(100_000_000);
      }
      Files.deleteIfExists(image);
    }
  }
}
