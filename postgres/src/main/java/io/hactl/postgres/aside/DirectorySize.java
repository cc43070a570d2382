package io.hactl.postgres.aside;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How much a directory holds. */
final class DirectorySize {

  private DirectorySize() {}

  /** Bytes in the data directory's files, and in those that its links lead to. */
  static long withLinks(Path directory) throws IOException {
    long sum = of(directory);
    for (Path link : DataLinks.of(directory)) {
      sum += of(link.toRealPath());
    }
    return sum;
  }

  /** Bytes in the files; what vanishes meanwhile does not count. */
  static long of(Path directory) throws IOException {
    long[] sum = {0};
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
