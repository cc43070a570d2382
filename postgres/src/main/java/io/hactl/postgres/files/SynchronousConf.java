package io.hactl.postgres.files;

import io.hactl.postgres.base.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file of its own for {@code synchronous_standby_names}, included last while synchronous mode is
 * on: the other settings can be written anew without touching it.
 */
public final class SynchronousConf {

  static final String PARAMETER = "synchronous_standby_names";

  private static final String FILE = "hactl.sync.conf";
  static final String INCLUDE = "include_if_exists " + ConfText.quote(FILE);

  private final PostgresConfig config;

  SynchronousConf(PostgresConfig config) {
    this.config = config;
  }

  /**
   * Writes the value.
   *
   * @return whether the file changed
   */
  public boolean write(String names) throws IOException {
    return AtomicFile.write(
        file(),
        "# Written by hactl; what is edited here is lost.\n"
            + ConfText.lines(Map.of(PARAMETER, names)));
  }

  /** Sees to it that no other file's value counts. */
  boolean ensure() throws IOException {
    return !Files.exists(file()) && write("");
  }

  boolean remove() throws IOException {
    return Files.deleteIfExists(file());
  }

  private Path file() {
    return config.places().config().resolve(FILE);
  }
}
