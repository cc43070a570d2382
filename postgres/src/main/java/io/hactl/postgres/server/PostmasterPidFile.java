package io.hactl.postgres.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, as {@code src/include/utils/pidfile.h} of PostgreSQL describes it.
 *
 * @param pid the postmaster's; that of a single-user server is negative in the file and here
 * @param startTime seconds since 1970
 * @param socketDirectory the first Unix socket's; empty text: none
 * @param status {@code starting}, {@code ready}, {@code standby} (up, takes no connections), {@code
 *     stopping}; empty text: not written yet
 */
public record PostmasterPidFile(
    long pid, Path dataDir, long startTime, int port, String socketDirectory, String status) {

  /** The file in that data directory; empty if there is none or it is not complete yet. */
  public static Optional<PostmasterPidFile> read(Path dataDir) {
    try {
      return parse(Files.readAllLines(dataDir.resolve("postmaster.pid")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<PostmasterPidFile> parse(List<String> lines) {
    try {
      return Optional.of(
          new PostmasterPidFile(
              Long.parseLong(lines.get(0).strip()),
              Path.of(lines.get(1).strip()),
              Long.parseLong(lines.get(2).strip()),
              Integer.parseInt(lines.get(3).strip()),
              lines.size() > 4 ? lines.get(4).strip() : "",
              lines.size() > 7 ? lines.get(7).strip() : ""));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether connections are taken. */
  boolean isReady() {
    return status.equals("ready");
  }

  /** Whether it was told to stop. */
  public boolean isStopping() {
    return status.equals("stopping");
  }
}
