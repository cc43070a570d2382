package io.hactl.postgres.data;

import io.hactl.core.model.DataDirectory;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.program.Binaries;
import io.hactl.postgres.program.Tool;
import io.hactl.time.TimeSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks into the data directory. What it found is kept until the control file changes. */
public final class DataDirReader {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Path dataDir;
  private final Binaries binaries;
  private final TimeSource time;
  private Optional<Read> last = Optional.empty();

  private record Read(FileTime changed, ControlData control) {}

  /**
   * @param time the clock that limits how long {@code pg_controldata} may take
   */
  public DataDirReader(PostgresConfig config, Binaries binaries, TimeSource time) {
    this.dataDir = config.places().dataDir();
    this.binaries = binaries;
    this.time = time;
  }

  /**
   * What is in the directory now. What cannot be read is {@link DataDirectory.Unusable}, with the
   * reason.
   */
  public DataDirectory read() {
    try {
      if (isEmpty()) {
        return new DataDirectory.Empty(new FormerCluster(dataDir).read());
      }
      if (new CreationMark(dataDir).isSet()) {
        return new DataDirectory.Incomplete();
      }
      if (new RewindMark(dataDir).isSet()) {
        return new DataDirectory.HalfRewound();
      }
      Path version = dataDir.resolve("PG_VERSION");
      if (!Files.exists(version)) {
        return new DataDirectory.Unusable(
            dataDir
                + " is not empty and holds no database cluster (no PG_VERSION): empty it, or set"
                + " postgresql.data_dir to another directory");
      }
      int major = Integer.parseInt(Files.readString(version).strip());
      boolean standby = Files.exists(dataDir.resolve("standby.signal"));
      return control().toInitialized(major, standby);
    } catch (TaskFailure e) {
      return new DataDirectory.Unusable(e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      return new DataDirectory.Unusable(
          dataDir + " cannot be read: " + e + "; see to its owner, permissions and disk");
    }
  }

  /** Whether the directory is missing or has nothing in it. */
  public boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dataDir)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /**
   * What the control file says now.
   *
   * @throws TaskFailure if it cannot be told
   */
  public synchronized ControlData control() throws TaskFailure {
    FileTime changed = changed();
    if (last.isPresent() && last.get().changed().equals(changed)) {
      return last.get().control();
    }
    Tool.Outcome outcome =
        Tool.run(
            new TaskContext(time),
            List.of(binaries.path("pg_controldata"), dataDir.toString()),
            Map.of("LC_ALL", "C"),
            TIMEOUT,
            line -> {});
    ControlData control = ControlData.parse(outcome.lines());
    if (!outcome.succeeded() || !control.isComplete()) {
      throw TaskFailure.lasting(
          "pg_controldata cannot read "
              + dataDir
              + " ("
              + outcome.tail()
              + "): see that postgresql.bin_dir is of the data directory's version");
    }
    last = Optional.of(new Read(changed, control));
    return control;
  }

  private FileTime changed() throws TaskFailure {
    try {
      return Files.getLastModifiedTime(dataDir.resolve("global/pg_control"));
    } catch (IOException e) {
      throw TaskFailure.lasting(
          dataDir + " has no readable global/pg_control: it is no complete database cluster");
    }
  }
}
