package io.hactl.postgres.server;

import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.postgres.base.PostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The processes of the server in one data directory, found by where and what they run. */
public final class ServerProcesses {

  private static final Pattern WALSENDER = Pattern.compile("postgres: (.*: )?walsender .*");

  private final Path dataDir;
  private volatile Path realDataDir;

  ServerProcesses(PostgresConfig config) {
    dataDir = config.places().dataDir();
  }

  /**
   * The postmaster that {@code postmaster.pid} names, if it really is one and of this directory.
   */
  Optional<ProcessId> postmaster() {
    return PostmasterPidFile.read(dataDir)
        .map(file -> Math.abs(file.pid()))
        .flatMap(ProcFs::alive)
        .filter(p -> isOurs(p));
  }

  /** All of them, the postmaster too. */
  public List<ProcessId> all() {
    return ProcFs.inRealDirectory(real()).stream().filter(p -> runsPostgres(p.pid())).toList();
  }

  /** Those that send WAL to someone, physical or logical. */
  public List<ProcessId> walsenders() {
    return all().stream().filter(p -> WALSENDER.matcher(ProcFs.title(p.pid())).matches()).toList();
  }

  /** The directory is resolved once, as the disk may hang later. */
  private Path real() {
    Path known = realDataDir;
    if (known == null) {
      known = ProcFs.real(dataDir);
      realDataDir = Files.isDirectory(dataDir) ? known : null;
    }
    return known;
  }

  private boolean isOurs(ProcessId process) {
    Path real = real();
    return runsPostgres(process.pid())
        && ProcFs.currentDirectory(process.pid()).filter(real::equals).isPresent();
  }

  private static boolean runsPostgres(long pid) {
    return ProcFs.executable(pid)
        .map(p -> p.getFileName().toString())
        .filter(name -> name.equals("postgres") || name.equals("postmaster"))
        .isPresent();
  }
}
