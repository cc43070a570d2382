package io.hactl.agent.postgres;

import io.hactl.dcs.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * PostgreSQL's timeline history files: a line for each timeline that came before, with where it
 * ended and why.
 */
final class TimelineFile {

  private TimelineFile() {}

  /** Reads the file's text; lines that are no such line are left out. */
  static List<Divergence.Switch> parse(String text) {
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

  /** What the data directory knows of how {@code timeline} came about; empty if nothing. */
  static List<Divergence.Switch> read(Path dataDir, int timeline) throws IOException {
    Path file =
        dataDir.resolve("pg_wal").resolve(String.format(Locale.ROOT, "%08X.history", timeline));
    return Files.exists(file) ? parse(Files.readString(file)) : List.of();
  }
}
