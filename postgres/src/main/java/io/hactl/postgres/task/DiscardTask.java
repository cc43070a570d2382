package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.postgres.aside.DirectoryContents;
import io.hactl.postgres.aside.LossRecorder;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.CreationMark;
import io.hactl.postgres.data.FormerCluster;
import io.hactl.postgres.data.RewindMark;
import io.hactl.postgres.server.Killer;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the data directory's contents, and those of the directories that its {@code pg_wal} and
 * tablespaces are links to: an operator asked for a new copy, or the contents were never complete.
 */
final class DiscardTask implements TaskBody {

  private static final Logger log = LoggerFactory.getLogger(DiscardTask.class);

  private final LocalServer server;
  private final Discard task;

  DiscardTask(LocalServer server, Discard task) {
    this.server = server;
    this.task = task;
  }

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException {
    server.requireStopped("its data is removed");
    new Killer(server).killAll(context);
    new LossRecorder(server).beforeDestroying(task.lost(), LostWal.How.REMOVED, context);
    new FormerCluster(server.dataDir()).note(server.dataDirectory());
    log.warn("Removing the contents of {}.", server.dataDir());
    // What is left when this is interrupted may look like a whole data directory.
    new CreationMark(server.dataDir()).set();
    DirectoryContents.removeData(server.dataDir());
    new CreationMark(server.dataDir()).clear();
    new RewindMark(server.dataDir()).clear();
    return new TaskResult.Succeeded();
  }
}
