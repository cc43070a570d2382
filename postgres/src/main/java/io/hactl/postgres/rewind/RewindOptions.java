package io.hactl.postgres.rewind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where {@code pg_rewind} finds the target's configuration, and whether it takes WAL that is no
 * longer there from the archive.
 *
 * @param majorVersion of PostgreSQL
 * @param dataDir the target
 * @param configDir where the target's {@code postgresql.conf} is
 * @param restores whether it has a {@code restore_command}
 */
public record RewindOptions(int majorVersion, Path dataDir, Path configDir, boolean restores) {

  /** The first version with {@code --restore-target-wal}. */
  private static final int RESTORING = 13;

  /** The first version with {@code --config-file}. */
  private static final int CONFIG_FILE = 15;

  /** The arguments for {@code pg_rewind}; empty where there is nothing to tell it. */
  public List<String> arguments() {
    boolean outside = !configDir.equals(dataDir);
    List<String> arguments = new ArrayList<>();
    if (outside && majorVersion >= CONFIG_FILE) {
      arguments.add("--config-file=" + configDir.resolve("postgresql.conf"));
    }
    // Without the file, pg_rewind would end before it has looked at anything.
    boolean finds = !outside || majorVersion >= CONFIG_FILE;
    if (restores && finds && majorVersion >= RESTORING) {
      arguments.add("--restore-target-wal");
    }
    return arguments;
  }
}
