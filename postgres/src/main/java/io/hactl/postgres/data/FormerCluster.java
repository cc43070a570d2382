package io.hactl.postgres.data;

import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.files.AtomicFile;
import io.hactl.postgres.files.BesideData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file beside the data directory that names the cluster whose data was in it: from when that is
 * given up for a new copy until a server runs on one. Should the DCS lose everything meanwhile,
 * this node knows that there is a cluster, and creates no other in its place.
 */
public final class FormerCluster {

  private static final Logger log = LoggerFactory.getLogger(FormerCluster.class);

  private final Path dataDir;
  private final Path file;

  /**
   * @param dataDir beside which the file is
   */
  public FormerCluster(Path dataDir) {
    this.dataDir = dataDir;
    this.file = BesideData.file(dataDir, "former-cluster");
  }

  /** Leaves word of whose data this is, before it is given up. */
  public void note(DataDirReader data) throws IOException {
    if (new CreationMark(dataDir).isSet()) {
      return; // it was never complete, and so nobody's
    }
    try {
      note(data.control().systemIdentifier());
    } catch (TaskFailure e) {
      log.info("Whose data is in {} cannot be told: {}", dataDir, e.getMessage());
    }
  }

  void note(String systemIdentifier) throws IOException {
    AtomicFile.write(file, systemIdentifier);
  }

  /** Forgets the former cluster, as a server runs on this node again. */
  public void clear() throws IOException {
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
