package io.hactl.postgres.task;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.Divergence;
import io.hactl.core.model.PostgresTask.CompareTimelines;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.data.TimelineFile;
import io.hactl.postgres.rewind.LeaderProbe;
import io.hactl.postgres.server.LocalServer;
import io.hactl.postgres.server.StatusQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Finds out whether this node's WAL is part of the leader's. */
final class CompareTask implements TaskBody {

  private final LocalServer server;
  private final CompareTimelines task;

  CompareTask(LocalServer server, CompareTimelines task) {
    this.server = server;
    this.task = task;
  }

  /** How far this node's own WAL goes. */
  private record Local(String systemIdentifier, int timeline, Lsn end, boolean wasPrimary) {}

  @Override
  public TaskResult run(TaskContext context) throws TaskFailure, IOException, SQLException {
    Local local = server.postmaster().isPresent() ? running() : stopped();
    context.checkCancelled();
    Divergence.Line leader = new LeaderProbe(server, task.leader()).line(local.systemIdentifier());
    Divergence.Line own =
        new Divergence.Line(
            local.timeline(), TimelineFile.read(server.dataDir(), local.timeline()));
    return new TaskResult.Compared(
        leader.timeline(),
        Divergence.of(own, local.end(), local.wasPrimary(), leader),
        local.end());
  }

  /** What was received and not replayed yet is not counted: it may still be replaced. */
  private Local running() throws SQLException {
    try (Connection connection = server.sessions().local(server.config().deadlines().statement())) {
      StatusQuery.Status status = StatusQuery.run(connection, 0);
      ServerState.Running r = status.running();
      return new Local(
          status.systemIdentifier(),
          r.timeline(),
          r.inRecovery() ? r.replayedLsn() : r.writeLsn(),
          !r.inRecovery());
    }
  }

  private Local stopped() throws TaskFailure {
    return switch (server.dataDirectory().read()) {
      case DataDirectory.Empty _ ->
          throw TaskFailure.lasting(
              server.dataDir() + " is empty: there is nothing to compare with the leader");
      case DataDirectory.Incomplete _ ->
          throw TaskFailure.lasting(
              server.dataDir() + " was never complete: there is nothing to compare");
      case DataDirectory.HalfRewound _ ->
          throw TaskFailure.lasting(
              "pg_rewind of " + server.dataDir() + " was interrupted: there is nothing to compare");
      case DataDirectory.Unusable(String problem) -> throw TaskFailure.lasting(problem);
      case DataDirectory.Initialized data -> {
        boolean wasPrimary = data.state().wasPrimary();
        if (wasPrimary && !data.state().isClean()) {
          throw TaskFailure.lasting(
              server.dataDir()
                  + " was not shut down cleanly: how far its WAL goes is known after crash"
                  + " recovery only");
        }
        yield new Local(data.systemIdentifier(), data.timeline(), data.endLsn(), wasPrimary);
      }
    };
  }
}
