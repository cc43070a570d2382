package io.hactl.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file beside the data directory that names the cluster whose data was in it: from when that is
 * given up for a new copy until a server runs on one. Should the DCS lose everything meanwhile,
 * this node knows that there is a cluster, and creates no other in its place.
 */
final class FormerCluster {

  private final Path file;

  FormerCluster(Path dataDir) {
    this.file = dataDir.resolveSibling("." + dataDir.getFileName() + ".hactl-former-cluster");
  }

  void note(String systemIdentifier) throws IOException {
    AtomicFile.write(file, systemIdentifier);
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  /** The cluster's system identifier; empty: no data was given up here, as far as is known. */
  Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
