package io.hactl.postgres.aside;

import io.hactl.dcs.cluster.Lsn;
import io.hactl.postgres.base.TaskContext;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies WAL segments that are about to be thrown away. Copies, not links: {@code pg_rewind} writes
 * into the files that are there, and PostgreSQL uses a segment's file again under a new name.
 */
final class WalKeeper {

  /** More than this is not kept: what an asynchronous standby lacks is seconds of WAL. */
  static final long BYTES_MAX = 1L << 30;

  private static final Logger log = LoggerFactory.getLogger(WalKeeper.class);
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}(\\.partial)?");
  private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");

  private final Path wal;
  private final long segmentSize;

  /**
   * @param segmentSize bytes in a segment
   */
  WalKeeper(Path dataDir, long segmentSize) {
    this.wal = dataDir.resolve("pg_wal");
    this.segmentSize = segmentSize;
  }

  /**
   * Copies the segments with WAL from {@code from} to {@code to}, oldest first, up to {@link
   * #BYTES_MAX} and to half of what is free.
   *
   * @return whether all of it is there now
   */
  boolean keep(Lsn from, Lsn to, Path folder, TaskContext context) throws IOException {
    Files.createDirectories(folder);
    for (Path file : files(HISTORY)) {
      copy(file, folder);
    }
    long room = Math.min(BYTES_MAX, Files.getFileStore(folder).getUsableSpace() / 2);
    boolean complete = true;
    List<Path> segments = files(SEGMENT);
    segments.sort(Comparator.comparingLong(this::number).thenComparing(Path::getFileName));
    for (Path segment : segments) {
      long number = number(segment);
      if (number < from.bytes() / segmentSize || number > to.bytes() / segmentSize) {
        continue;
      }
      context.checkCancelled();
      long size = Files.size(segment);
      if (size > room) {
        complete = false;
        log.warn("{} is not kept: there is more lost WAL than is kept of it", segment);
        break;
      }
      copy(segment, folder);
      room -= size;
    }
    return complete;
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(
        file,
        folder.resolve(file.getFileName()),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private List<Path> files(Pattern name) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(wal, e -> name.matcher(e.getFileName().toString()).matches())) {
      entries.forEach(found::add);
    }
    return found;
  }

  /** The segment's number. Its name is eight digits for the timeline, then the number's halves. */
  private long number(Path segment) {
    String name = segment.getFileName().toString();
    long high = Long.parseLong(name.substring(8, 16), 16);
    long low = Long.parseLong(name.substring(16, 24), 16);
    return high * (0x1_0000_0000L / segmentSize) + low;
  }
}
