package io.hactl.postgres.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Files that are either the old or the new one, whatever happens in between. */
public final class AtomicFile {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AtomicFile() {}

  /**
   * Writes {@code text} unless the file has it already. An existing file keeps its permissions; a
   * new one is the owner's alone.
   *
   * @return whether the file changed
   */
  public static boolean write(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Like {@link #write(Path, String)}, for what may be in any encoding. */
  public static boolean write(Path file, byte[] bytes) throws IOException {
    return write(
        file, bytes, Files.exists(file) ? Files.getPosixFilePermissions(file) : OWNER_ONLY);
  }

  /** Like {@link #write(Path, String)}, for a file that nobody but its owner may ever read. */
  static boolean writeSecret(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8), OWNER_ONLY);
  }

  /** Makes {@code copy} the same as {@code file}, with its permissions and, if it may, owner. */
  public static void copy(Path file, Path copy) throws IOException {
    Path temporary = temporary(copy);
    Files.deleteIfExists(temporary);
    try {
      Files.copy(file, temporary, StandardCopyOption.COPY_ATTRIBUTES);
      sync(temporary);
      Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(copy.toAbsolutePath().getParent());
  }

  private static boolean write(Path file, byte[] bytes, Set<PosixFilePermission> permissions)
      throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Arrays.equals(Files.readAllBytes(file), bytes)
        && Files.getPosixFilePermissions(file).equals(permissions)) {
      return false;
    }
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
    Path temporary = temporary(target);
    Files.deleteIfExists(temporary);
    try {
      Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.setPosixFilePermissions(temporary, permissions);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(target.toAbsolutePath().getParent());
    return true;
  }

  private static Path temporary(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".new");
  }

  /** Brings a file, or the names in a directory, to the disk. */
  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
