package io.hactl.postgres.data;

import io.hactl.postgres.files.AtomicFile;
import io.hactl.postgres.files.BesideData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file beside the data directory while this agent fills or empties it. Found after a start, it
 * says that what is in the directory is not complete. It cannot be inside: initdb and pg_basebackup
 * want the directory empty.
 */
public final class CreationMark {

  private final Path file;

  /**
   * @param dataDir beside which the mark is
   */
  public CreationMark(Path dataDir) {
    this.file = BesideData.file(dataDir, "creating");
  }

  /** Says from now on, after a crash too, that the directory is not complete. */
  public void set() throws IOException {
    Files.createDirectories(file.getParent());
    AtomicFile.write(file, "");
  }

  /** Says that the directory is complete, or empty. */
  public void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  boolean isSet() {
    return Files.exists(file);
  }
}
