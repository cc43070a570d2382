package io.hactl.it.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of its own for a node's data or WAL: ext4 in an image file, on a loop device. It
 * can be filled up and frozen. Nothing here opens a file on it while it is frozen: who does hangs,
 * out of reach of every signal, until it is thawed.
 */
public final class SmallDisk implements AutoCloseable {

  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final String BALLAST = "ballast";

  private final Path image;
  private final Path at;
  private boolean mounted;
  private boolean frozen;

  private SmallDisk(Path image, Path at) {
    this.image = image;
    this.at = at;
  }

  /** Skips the test where no file system can be mounted. */
  private static void assumePossible() {
    Assumptions.assumeTrue(
        ServerUser.isRoot(), "skipped: only root can mount the small file systems of this test");
    for (String program : List.of("mkfs.ext4", "mount", "umount", "fallocate", "fsfreeze")) {
      Assumptions.assumeTrue(
          runs("sh", "-c", "command -v " + program),
          "skipped: the small file systems of this test need the program " + program);
    }
    Assumptions.assumeTrue(
        runs("losetup", "--find"),
        "skipped: there is no free loop device for the small file systems of this test");
  }

  /**
   * Makes one and mounts it; the server's user owns it. Skips the test where that is not possible.
   *
   * @param folder gets an image {@code name.img} and a mount point {@code name}
   */
  public static SmallDisk create(Path folder, String name, int megabytes) throws IOException {
    assumePossible();
    SmallDisk disk = new SmallDisk(folder.resolve(name + ".img"), folder.resolve(name));
    try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    Files.createDirectories(disk.at);
    run("mkfs.ext4", "-q", "-m", "0", "-J", "size=4", disk.image.toString());
    run("mount", "-o", "loop,noatime", disk.image.toString(), disk.at.toString());
    disk.mounted = true;
    Files.delete(disk.at.resolve("lost+found"));
    ServerUser.own(disk.at);
    return disk;
  }

  /** Where it is mounted. */
  public Path path() {
    return at;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(at).getUsableSpace();
  }

  /** Takes all space but {@code left} bytes away. */
  public void fillLeaving(long left) throws IOException {
    Path ballast = at.resolve(BALLAST);
    long had = Files.exists(ballast) ? Files.size(ballast) : 0;
    long wanted = had + freeBytes() - left;
    if (wanted > 0) {
      // What is asked for does not quite fit, for the file system's own notes of where it is.
      long size = wanted;
      while (size > 0 && !runs("fallocate", "-l", Long.toString(size), ballast.toString())) {
        size -= 64 << 10;
      }
    }
    ServerUser.own(at);
  }

  /** Gives the space back. */
  public void empty() throws IOException {
    Files.deleteIfExists(at.resolve(BALLAST));
  }

  /** From now on every write hangs. */
  public synchronized void freeze() {
    run("fsfreeze", "--freeze", at.toString());
    frozen = true;
  }

  /** What hung goes on. */
  public synchronized void thaw() {
    if (frozen) {
      run("fsfreeze", "--unfreeze", at.toString());
      frozen = false;
    }
  }

  /** Unmounts and removes it, once nobody uses it any more. */
  @Override
  public synchronized void close() {
    if (!mounted) {
      return;
    }
    thaw();
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (!runs("umount", at.toString())) {
      if (System.nanoTime() > end) {
        run("umount", "--lazy", at.toString());
        throw new AssertionError(at + " was still used when it was to be unmounted");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    mounted = false;
    try {
      Files.deleteIfExists(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) {
    if (!runs(command)) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  private static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // the program is not there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
