package io.hactl.agent.postgres;

import io.hactl.agent.core.PostgresTask.SetAside;
import io.hactl.agent.core.PostgresTask.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames the data directory out of the way, and the directories that its {@code pg_wal} and
 * tablespaces are links to; the links follow. Nothing is ever deleted.
 */
final class SetAsideTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(SetAsideTask.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Instance instance;
  private final SetAside task;

  SetAsideTask(Instance instance, SetAside task) {
    this.instance = instance;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    instance.requireStopped("its data directory is set aside");
    new Killer(instance).killAll(context);
    Path dataDir = instance.dataDir();
    if (!Files.isDirectory(dataDir)) {
      throw TaskFailure.lasting(dataDir + " is not there, so that it cannot be set aside");
    }
    if (Files.isSymbolicLink(dataDir)) {
      throw TaskFailure.lasting(
          dataDir
              + " is a symbolic link, which is not set aside: move its contents away by hand, or"
              + " set postgresql.data_dir to the directory itself");
    }
    String suffix = "." + task.why() + "-" + STAMP.format(instance.time().wallTime());
    for (Path link : DataLinks.of(dataDir)) {
      moveTarget(link, suffix);
    }
    Path renamed = move(dataDir, suffix);
    new RewindMark(dataDir).clear();
    log.info("The data directory was set aside as {}.", renamed);
    return new TaskResult.WasSetAside(renamed.toString());
  }

  private static void moveTarget(Path link, String suffix) throws TaskFailure, IOException {
    Path target = link.toRealPath();
    Path moved = move(target, suffix);
    Path temporary = link.resolveSibling(link.getFileName() + ".new");
    Files.createSymbolicLink(temporary, moved);
    Files.move(
        temporary,
        link,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path move(Path directory, String suffix) throws TaskFailure {
    Path renamed = directory.resolveSibling(directory.getFileName() + suffix);
    try {
      return Files.move(directory, renamed, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw TaskFailure.lasting(
          directory
              + " cannot be renamed to "
              + renamed
              + " ("
              + e
              + "): it has to be a plain directory, not a mount point, in one that the agent's user"
              + " may write to");
    }
  }
}
