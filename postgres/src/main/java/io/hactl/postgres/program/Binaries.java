package io.hactl.postgres.program;

import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** PostgreSQL's own programs. */
public final class Binaries {

  private final PostgresConfig.Places places;

  /**
   * @param config says where the programs are
   */
  public Binaries(PostgresConfig config) {
    places = config.places();
  }

  /**
   * The program's path, or its bare name where it has to be on the PATH.
   *
   * @throws TaskFailure if it is not where the settings say
   */
  public String path(String program) throws TaskFailure {
    if (places.binDir().isEmpty()) {
      return program;
    }
    Path path = places.binDir().get().resolve(program);
    if (!Files.isExecutable(path)) {
      throw TaskFailure.lasting(
          path + " is missing or cannot be executed: set postgresql.bin_dir to where it is");
    }
    return path.toString();
  }
}
