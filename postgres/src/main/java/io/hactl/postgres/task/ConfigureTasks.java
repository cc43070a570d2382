package io.hactl.postgres.task;

import io.hactl.core.model.PostgresTask.Configure;
import io.hactl.core.model.PostgresTask.Follow;
import io.hactl.core.model.PostgresTask.Restart;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.postgres.base.TaskContext;
import io.hactl.postgres.base.TaskFailure;
import io.hactl.postgres.server.Launcher;
import io.hactl.postgres.server.LocalServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Gives a server other settings, by reload where that is enough. */
final class ConfigureTasks {

  /** From this version on, {@code primary_conninfo} takes effect without a restart. */
  private static final int RELOADABLE_CONNINFO = 13;

  private static final Duration RESTART = Duration.ofSeconds(60);

  private ConfigureTasks() {}

  static TaskBody configure(LocalServer server, Configure task) {
    return context -> {
      if (server.files().inSameRole(task.upstream(), task.config())) {
        server.reload();
      }
      return new TaskResult.Succeeded();
    };
  }

  static TaskBody follow(LocalServer server, Follow task) {
    return context -> {
      if (server.postmaster().isPresent() && !server.files().isStandby()) {
        throw TaskFailure.lasting(
            "PostgreSQL runs as a primary, which can follow no one: stop it first");
      }
      boolean changed = server.files().asStandby(task.upstream(), task.config());
      if (changed && server.postmaster().isPresent()) {
        if (server.majorVersion() >= RELOADABLE_CONNINFO) {
          server.reload();
        } else {
          return restart(server, task.upstream(), task.config(), RESTART, context);
        }
      }
      return new TaskResult.Succeeded();
    };
  }

  static TaskBody restart(LocalServer server, Restart task) {
    return context -> restart(server, task.upstream(), task.config(), task.timeout(), context);
  }

  private static TaskResult restart(
      LocalServer server,
      Optional<Upstream> upstream,
      DynamicConfig config,
      Duration timeout,
      TaskContext context)
      throws TaskFailure, IOException {
    boolean standby = server.files().isStandby();
    new StopTask(server, new Stop(StopPurpose.REJOIN, !standby, timeout)).run(context);
    server.files().inSameRole(upstream, config);
    if (!new Launcher(server).start(context, config, timeout) && !standby) {
      throw TaskFailure.retryable(
          "PostgreSQL took no connections within "
              + timeout.toSeconds()
              + " s of its restart; it goes on starting: see "
              + server.config().places().log());
    }
    return new TaskResult.Succeeded();
  }
}
