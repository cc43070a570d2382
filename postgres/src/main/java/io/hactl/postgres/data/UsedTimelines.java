package io.hactl.postgres.data;

import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.postgres.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a promotion from beginning a timeline whose number another server has used. PostgreSQL
 * takes the first number after its own timeline that has no history file here ({@code
 * findNewestTimeLine} in its sources), and cannot know of a timeline that no standby has followed;
 * so a history file with nothing but a comment stands for each of those.
 */
public final class UsedTimelines {

  private static final Logger log = LoggerFactory.getLogger(UsedTimelines.class);

  private static final String PLACEHOLDER =
      "# This timeline was begun on another server, and is not part of this server's history.\n";

  private final Path wal;

  /**
   * @param dataDir whose {@code pg_wal} holds the history files
   */
  public UsedTimelines(Path dataDir) {
    this.wal = dataDir.resolve("pg_wal");
  }

  /**
   * Puts placeholders where numbers up to {@code promote.newerThan()} are free.
   *
   * @param current a timeline that the server is on, or was on before
   */
  public void reserve(int current, Promote promote) throws IOException {
    for (int timeline = current + 1; timeline <= promote.newerThan(); timeline++) {
      Path file = wal.resolve(String.format(Locale.ROOT, "%08X.history", timeline));
      if (!Files.exists(file)) {
        log.info("Timeline {} is left to the server that began it.", timeline);
        AtomicFile.write(file, PLACEHOLDER);
      }
    }
  }

  /**
   * Removes the placeholders of a promotion that came to nothing: a standby goes for the newest
   * timeline that it finds a history file of, and does not start where that is none of its own.
   *
   * @param reached the timeline that the server is on
   */
  public void release(int reached) throws IOException {
    SortedMap<Integer, Path> placeholders = new TreeMap<>();
    int begun = reached;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(wal, "????????.history")) {
      for (Path file : files) {
        int timeline = Integer.parseUnsignedInt(file.getFileName().toString().substring(0, 8), 16);
        if (isPlaceholder(file)) {
          placeholders.put(timeline, file);
        } else {
          begun = Math.max(begun, timeline);
        }
      }
    }
    for (Path file : placeholders.tailMap(begun + 1).values()) {
      log.info("{} is removed: the promotion that it was made for came to nothing.", file);
      Files.delete(file);
    }
  }

  private static boolean isPlaceholder(Path file) throws IOException {
    return Files.size(file) == PLACEHOLDER.length()
        && Files.readString(file, StandardCharsets.ISO_8859_1).equals(PLACEHOLDER);
  }
}
