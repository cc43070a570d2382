package io.hactl.postgres.task;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.hactl.core.model.PostgresTask.SetAside;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.postgres.aside.AsideFolders;
import io.hactl.postgres.aside.DataLinks;
import io.hactl.postgres.aside.LossRecorder;
import io.hactl.postgres.aside.RoomForCopy;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.FormerCluster;
import io.hactl.postgres.data.RewindMark;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renames the data directory out of the way, and the directories that its {@code pg_wal} and
 * tablespaces are links to; the links follow. Nothing is ever deleted.
 */
final class SetAsideTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(SetAsideTask.class);

  private final LocalServer server;
  private final SetAside task;

  SetAsideTask(LocalServer server, SetAside task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    server.requireStopped("its data directory is set aside");
    new Killer(server).killAll(context);
    Path dataDir = server.dataDir();
    if (!Files.isDirectory(dataDir)) {
      throw TaskFailure.lasting(dataDir + " is not there, so that it cannot be set aside");
    }
    if (Files.isSymbolicLink(dataDir)) {
      throw TaskFailure.lasting(
          dataDir
              + " is a symbolic link, which is not set aside: move its contents away by hand, or"
              + " set postgresql.data_dir to the directory itself");
    }
    requireRoom(dataDir);
    Instant now = server.time().wallTime();
    Path renamed = AsideFolders.aside(dataDir, task.why(), now);
    new LossRecorder(server).beforeSettingAside(task.lost(), renamed, now);
    if (task.isOfCluster()) {
      new FormerCluster(dataDir).note(server.dataDirectory());
    }
    for (Path link : DataLinks.toSetAside(dataDir)) {
      moveTarget(link, now);
    }
    move(dataDir, renamed);
    new RewindMark(dataDir).clear();
    log.info("The data directory was set aside as {}.", renamed);
    return new TaskResult.WasSetAside(renamed.toString());
  }

  /** A copy needs about as much again; without room for it nothing would be won. */
  private static void requireRoom(Path dataDir) throws TaskFailure, IOException {
    List<Path> copied = new ArrayList<>(List.of(dataDir));
    for (Path link : DataLinks.toSetAside(dataDir)) {
      copied.add(Files.isDirectory(link) ? link : Files.readSymbolicLink(DataLinks.next(link)));
    }
    RoomForCopy.require(copied);
  }

  /**
   * The new link comes first, so that a task that is interrupted can be finished: it says where the
   * directory has gone, or is to go.
   */
  private void moveTarget(Path link, Instant now) throws TaskFailure, IOException {
    Path next = DataLinks.next(link);
    if (!Files.isSymbolicLink(next)) {
      Files.createSymbolicLink(next, AsideFolders.aside(link.toRealPath(), task.why(), now));
    }
    Path renamed = Files.readSymbolicLink(next);
    if (!Files.exists(renamed)) {
      move(link.toRealPath(), renamed);
    }
    Files.move(next, link, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private static void move(Path directory, Path renamed) throws TaskFailure {
    try {
      Files.move(directory, renamed, ATOMIC_MOVE);
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
