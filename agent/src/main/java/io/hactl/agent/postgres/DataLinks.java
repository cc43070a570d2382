package io.hactl.agent.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The links out of a data directory: {@code pg_wal} and the tablespaces. */
final class DataLinks {

  private DataLinks() {}

  /** Those that lead to a directory. */
  static List<Path> of(Path dataDir) throws IOException {
    List<Path> links = new ArrayList<>();
    Path wal = dataDir.resolve("pg_wal");
    if (Files.isSymbolicLink(wal) && Files.isDirectory(wal)) {
      links.add(wal);
    }
    Path tablespaces = dataDir.resolve("pg_tblspc");
    if (Files.isDirectory(tablespaces)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(tablespaces)) {
        for (Path entry : entries) {
          if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
            links.add(entry);
          }
        }
      }
    }
    return links;
  }
}
