package io.hactl.agent.postgres;

import io.hactl.agent.core.PostgresTask.Promote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a promotion from beginning a timeline whose number another server has used. PostgreSQL
 * takes the first number after its own timeline that has no history file here ({@code
 * findNewestTimeLine} in its sources), and cannot know of a timeline that no standby has followed;
 * so a history file with nothing but a comment stands for each of those.
 */
final class UsedTimelines {

  private static final Logger log = LoggerFactory.getLogger(UsedTimelines.class);

  private static final String PLACEHOLDER =
      "# This timeline was begun on another server, and is not part of this server's history.\n";

  private final Path wal;

  UsedTimelines(Path dataDir) {
    this.wal = dataDir.resolve("pg_wal");
  }

  /**
   * Marks the numbers up to {@code promote.newerThan()} that are free as used.
   *
   * @param current a timeline that the server is on, or was on before
   */
  void reserve(int current, Promote promote) throws IOException {
    for (int timeline = current + 1; timeline <= promote.newerThan(); timeline++) {
      Path file = wal.resolve(String.format(Locale.ROOT, "%08X.history", timeline));
      if (!Files.exists(file)) {
        log.info("Timeline {} is left to the server that began it.", timeline);
        AtomicFile.write(file, PLACEHOLDER);
      }
    }
  }
}
