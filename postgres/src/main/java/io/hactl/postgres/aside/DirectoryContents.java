package io.hactl.postgres.aside;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Empties directories. */
public final class DirectoryContents {

  private DirectoryContents() {}

  /**
   * Removes everything in a data directory, and in the directories that its {@code pg_wal} and
   * tablespaces are links to; those directories stay.
   */
  public static void removeData(Path dataDir) throws IOException {
    for (Path link : DataLinks.of(dataDir)) {
      remove(link.toRealPath());
    }
    remove(dataDir);
  }

  /** Removes everything in the directory, links but not what they lead to; the directory stays. */
  static void remove(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            if (!directory.equals(root)) {
              Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
