package io.hactl.postgres.files;

import java.nio.file.Path;

/** The agent's own files beside a data directory: hidden, and named after it. */
public final class BesideData {

  private BesideData() {}

  /**
   * @param what tells these files from one another: {@code creating} gives {@code
   *     .data.hactl-creating}
   */
  public static Path file(Path dataDir, String what) {
    return dataDir.resolveSibling("." + dataDir.getFileName() + ".hactl-" + what);
  }
}
