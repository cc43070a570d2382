package io.hactl.postgres.aside;

import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.postgres.files.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of lost WAL on this node's disk: what the DCS is told from, whenever it can be. For one
 * thread at a time.
 */
final class LostWalNotes {

  private static final Logger log = LoggerFactory.getLogger(LostWalNotes.class);

  private final Path folder;

  /** What was read once: a note never changes. Empty: cannot be read. */
  private final Map<Path, Optional<LostWal>> read = new HashMap<>();

  LostWalNotes(AsideFolders folders) {
    this.folder = folders.lostWal();
  }

  /** All notes, oldest first. */
  List<LostWal> all() throws IOException {
    List<LostWal> notes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        read.computeIfAbsent(file, LostWalNotes::read).ifPresent(notes::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    notes.sort(Comparator.comparing(LostWal::time));
    return notes;
  }

  private static Optional<LostWal> read(Path file) {
    try {
      return Optional.of(ClusterCodec.readLostWal(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      log.warn("The note of lost WAL {} cannot be read: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes the note, safe from a crash. */
  void write(LostWal lost) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(AsideFolders.stamp(lost.time().toInstant()) + ".json");
    AtomicFile.write(file, ClusterCodec.writeLostWal(lost));
  }
}
