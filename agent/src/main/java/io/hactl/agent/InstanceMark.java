package io.hactl.agent;

import io.hactl.postgres.files.BesideData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node from another that was given the same name: drawn once, and kept beside the data
 * directory, so that it is neither copied with the data nor lost with it.
 */
final class InstanceMark {

  private static final Logger log = LoggerFactory.getLogger(InstanceMark.class);

  private InstanceMark() {}

  /** This node's mark; empty if it can be neither read nor kept. */
  static Optional<String> of(Path dataDir) {
    Path absolute = dataDir.toAbsolutePath();
    Path file = BesideData.file(absolute, "instance");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Files.writeString(
            file, UUID.randomUUID() + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
      }
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      log.warn(
          "{} cannot be kept, so that another agent of this name is harder to find: {}",
          file,
          e.toString());
      return Optional.empty();
    }
  }
}
