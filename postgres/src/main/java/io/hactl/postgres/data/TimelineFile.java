package io.hactl.postgres.data;

import io.hactl.core.model.Divergence;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.TimelineHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * PostgreSQL's timeline history files: a line for each timeline that came before, with where it
 * ended and why.
 */
public final class TimelineFile {

  private TimelineFile() {}

  /** Reads the file's text; lines that are no such line are left out. */
  public static List<Divergence.Switch> parse(String text) {
    List<Divergence.Switch> switches = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] fields = line.strip().split("\\s+", 3);
      if (fields.length >= 2 && !fields[0].startsWith("#")) {
        try {
          switches.add(
              new Divergence.Switch(Integer.parseUnsignedInt(fields[0]), Lsn.parse(fields[1])));
        } catch (IllegalArgumentException e) {
          continue;
        }
      }
    }
    return switches;
  }

  /** The whole file, with the reasons; empty if there is none. */
  public static TimelineHistory history(Path dataDir, int timeline) throws IOException {
    Path file = path(dataDir, timeline);
    if (!Files.exists(file)) {
      return TimelineHistory.EMPTY;
    }
    List<TimelineHistory.Entry> entries = new ArrayList<>();
    for (String line : text(file).split("\n")) {
      String[] fields = line.strip().split("\\s+", 3);
      if (fields.length >= 2 && fields[0].matches("\\d+")) {
        entries.add(
            new TimelineHistory.Entry(
                Integer.parseInt(fields[0]),
                Lsn.parse(fields[1]),
                fields.length > 2 ? fields[2] : "",
                Optional.empty(),
                Optional.empty()));
      }
    }
    return new TimelineHistory(entries);
  }

  /** The name of a restore point, which is in the reason, may be in any encoding. */
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static Path path(Path dataDir, int timeline) {
    return dataDir.resolve("pg_wal").resolve(String.format(Locale.ROOT, "%08X.history", timeline));
  }

  /** What the data directory knows of how {@code timeline} came about; empty if nothing. */
  public static List<Divergence.Switch> read(Path dataDir, int timeline) throws IOException {
    Path file = path(dataDir, timeline);
    return Files.exists(file) ? parse(text(file)) : List.of();
  }
}
