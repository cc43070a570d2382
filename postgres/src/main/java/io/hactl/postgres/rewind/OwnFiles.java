package io.hactl.postgres.rewind;

import io.hactl.postgres.data.RewindMark;
import io.hactl.postgres.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration files of this node, in whose place {@code pg_rewind} puts the leader's. They
 * are kept beside the data directory until the rewind has succeeded: after one that was broken off
 * the leader's are there, which the next try must not take for this node's.
 */
public final class OwnFiles {

  private final Path configDir;
  private final RewindMark mark;

  /**
   * @param configDir where the files are
   * @param mark beside which they are kept
   */
  public OwnFiles(Path configDir, RewindMark mark) {
    this.configDir = configDir;
    this.mark = mark;
  }

  /** Keeps what is there, unless an earlier try was broken off; before the mark is set. */
  public void keep() throws IOException {
    if (mark.isSet()) {
      return;
    }
    for (String name : RewindMark.OWN_FILES) {
      Path file = configDir.resolve(name);
      if (Files.exists(file)) {
        AtomicFile.copy(file, mark.kept(name));
      } else {
        Files.deleteIfExists(mark.kept(name));
      }
    }
  }

  /** Puts what was kept in the place of what the leader has there. */
  public void putBack() throws IOException {
    for (String name : RewindMark.OWN_FILES) {
      if (Files.exists(mark.kept(name))) {
        AtomicFile.write(configDir.resolve(name), Files.readAllBytes(mark.kept(name)));
      }
    }
  }
}
