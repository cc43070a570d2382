package io.hactl.postgres.aside;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The links out of a data directory: {@code pg_wal} and the tablespaces. */
public final class DataLinks {

  private DataLinks() {}

  /** Ends the name of the link that takes another's place once its directory is renamed. */
  private static final String NEXT = ".next";

  /** Those that lead to a directory. */
  static List<Path> of(Path dataDir) throws IOException {
    return all(dataDir).stream().filter(Files::isDirectory).toList();
  }

  /**
   * Those whose directories are yet to be renamed: none that a task renamed which came no further,
   * but the one at which it was interrupted.
   */
  public static List<Path> toSetAside(Path dataDir) throws IOException {
    List<Path> links = new ArrayList<>();
    for (Path link : all(dataDir)) {
      boolean interrupted = Files.isSymbolicLink(next(link));
      if (interrupted || Files.isDirectory(link) && !AsideFolders.isAside(link.toRealPath())) {
        links.add(link);
      }
    }
    return links;
  }

  /** Where the link is written that is to take the place of {@code link}. */
  public static Path next(Path link) {
    return link.resolveSibling(link.getFileName() + NEXT);
  }

  private static List<Path> all(Path dataDir) throws IOException {
    List<Path> links = new ArrayList<>();
    Path wal = dataDir.resolve("pg_wal");
    if (Files.isSymbolicLink(wal)) {
      links.add(wal);
    }
    Path tablespaces = dataDir.resolve("pg_tblspc");
    if (Files.isDirectory(tablespaces)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(tablespaces)) {
        for (Path entry : entries) {
          if (Files.isSymbolicLink(entry) && !entry.getFileName().toString().endsWith(NEXT)) {
            links.add(entry);
          }
        }
      }
    }
    return links;
  }
}
