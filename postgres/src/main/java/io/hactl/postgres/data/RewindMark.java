package io.hactl.postgres.data;

import io.hactl.postgres.files.AtomicFile;
import io.hactl.postgres.files.BesideData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file beside the data directory while {@code pg_rewind} works on it. Found after a start, it
 * says that some of the files are the leader's and some are not. It cannot be inside, where {@code
 * pg_rewind} removes what the leader does not have.
 */
public final class RewindMark {

  /** The files of this node's that are kept while the mark is there: see {@code OwnFiles}. */
  public static final List<String> OWN_FILES =
      List.of("postgresql.base.conf", "pg_hba.conf", "pg_ident.conf");

  private final Path file;

  /**
   * @param dataDir beside which the mark is
   */
  public RewindMark(Path dataDir) {
    this.file = BesideData.file(dataDir, "rewinding");
  }

  /** Says from now on, after a crash too, that the directory is half rewound. */
  public void set() throws IOException {
    AtomicFile.write(file, "");
  }

  /** Says that the rewind has succeeded, or the data is gone; removes the files that were kept. */
  public void clear() throws IOException {
    Files.deleteIfExists(file);
    for (String name : OWN_FILES) {
      Files.deleteIfExists(kept(name));
    }
  }

  /** Where a file of this node's is kept while the mark is there. */
  public Path kept(String name) {
    return file.resolveSibling(file.getFileName() + "." + name);
  }

  /** Whether a rewind was begun that has not succeeded. */
  public boolean isSet() {
    return Files.exists(file);
  }
}
