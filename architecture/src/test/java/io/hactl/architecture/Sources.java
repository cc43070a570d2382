package io.hactl.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this repository, as they are before anything is built. */
final class Sources {

  /** The repository: tests run in the folder of their module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> PASSED_OVER = Set.of(".git", "target", "node_modules");

  private Sources() {}

  /** All files, relative to the repository, with {@code /} between folders on every machine. */
  static List<String> files() throws IOException {
    List<String> all = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return PASSED_OVER.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.add(ROOT.relativize(file).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
          }
        });
    all.sort(null);
    return all;
  }

  static List<String> java() throws IOException {
    return files().stream().filter(file -> file.endsWith(".java")).toList();
  }

  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(ROOT.resolve(file));
  }
}
