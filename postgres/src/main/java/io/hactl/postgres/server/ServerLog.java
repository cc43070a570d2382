package io.hactl.postgres.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that the server writes to until its own logging is set up. */
final class ServerLog {

  private static final Logger log = LoggerFactory.getLogger(ServerLog.class);
  private static final long MAX_BYTES = 10L << 20;
  private static final int TAIL_BYTES = 4_096;
  private static final int TAIL_LINES = 3;

  private final Path file;
  private long start;

  ServerLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Called before a start: a file that has grown large is kept as {@code .1} and begun anew. */
  void prepare() throws IOException {
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      Path old = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    }
    start = Files.exists(file) ? Files.size(file) : 0;
  }

  /** The last lines written since {@link #prepare}, on one line. */
  String tail() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(start, in.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      List<String> lines =
          Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("\n"))
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      return lines.isEmpty()
          ? "it wrote nothing to " + file
          : String.join("; ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      log.debug("{} cannot be read: {}", file, e.getMessage());
      return "see " + file;
    }
  }
}
