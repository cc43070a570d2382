package io.hactl.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file beside the data directory while this agent fills or empties it. Found after a start, it
 * says that what is in the directory is not complete. It cannot be inside: initdb and pg_basebackup
 * want the directory empty.
 */
final class CreationMark {

  private final Path file;

  CreationMark(Path dataDir) {
    this.file = BesideData.file(dataDir, "creating");
  }

  void set() throws IOException {
    Files.createDirectories(file.getParent());
    AtomicFile.write(file, "");
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  boolean isSet() {
    return Files.exists(file);
  }
}
