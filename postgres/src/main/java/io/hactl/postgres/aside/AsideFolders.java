package io.hactl.postgres.aside;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What lies beside a data directory, by its name: {@code <data_dir>.<why>-<when>} for one that was
 * set aside, {@code <data_dir>.lost_wal/<when>} for WAL that was lost without it.
 */
public final class AsideFolders {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String STAMPED = "-\\d{8}T\\d{6}\\.\\d{3}Z";

  private final Path dataDir;

  AsideFolders(Path dataDir) {
    this.dataDir = dataDir;
  }

  static String stamp(Instant at) {
    return STAMP.format(at);
  }

  /** Where notes of lost WAL are, and copies of it. */
  Path lostWal() {
    return dataDir.resolveSibling(dataDir.getFileName() + ".lost_wal");
  }

  /** The name of the data directory once it is set aside. */
  public static Path aside(Path directory, String why, Instant at) {
    return directory.resolveSibling(directory.getFileName() + "." + why + "-" + stamp(at));
  }

  /** Whether a directory has such a name. */
  static boolean isAside(Path directory) {
    return directory.getFileName().toString().matches(".*\\.[a-z-]+" + STAMPED);
  }

  /** Everything that is kept aside now. */
  List<Path> all() throws IOException {
    List<Path> found = new ArrayList<>();
    Pattern aside =
        Pattern.compile(Pattern.quote(dataDir.getFileName().toString()) + "\\.[a-z-]+" + STAMPED);
    Path parent = dataDir.toAbsolutePath().getParent();
    for (Path entry : directories(parent)) {
      if (aside.matcher(entry.getFileName().toString()).matches()) {
        found.add(entry);
      }
    }
    for (Path entry : directories(lostWal())) {
      // The note comes last, when everything is copied.
      if (Files.exists(entry.resolveSibling(entry.getFileName() + ".json"))) {
        found.add(entry);
      }
    }
    return found;
  }

  private static List<Path> directories(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return found;
  }
}
