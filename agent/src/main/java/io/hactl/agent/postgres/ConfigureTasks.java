package io.hactl.agent.postgres;

import io.hactl.agent.core.PostgresTask.Configure;
import io.hactl.agent.core.PostgresTask.Follow;
import io.hactl.agent.core.PostgresTask.Restart;
import io.hactl.agent.core.PostgresTask.Stop;
import io.hactl.agent.core.PostgresTask.StopPurpose;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.Upstream;
import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Gives a server other settings, by reload where that is enough. */
final class ConfigureTasks {

  /** From this version on, {@code primary_conninfo} takes effect without a restart. */
  private static final int RELOADABLE_CONNINFO = 13;

  private static final Duration RESTART = Duration.ofSeconds(60);

  private ConfigureTasks() {}

  static TaskBody configure(Instance instance, Configure task) {
    return context -> {
      if (instance.files().inSameRole(task.upstream(), task.config())) {
        instance.reload();
      }
      return new TaskResult.Succeeded();
    };
  }

  static TaskBody follow(Instance instance, Follow task) {
    return context -> {
      if (instance.postmaster().isPresent() && !instance.files().isStandby()) {
        throw TaskFailure.lasting(
            "PostgreSQL runs as a primary, which can follow no one: stop it first");
      }
      boolean changed = instance.files().asStandby(task.upstream(), task.config());
      if (changed && instance.postmaster().isPresent()) {
        if (instance.majorVersion() >= RELOADABLE_CONNINFO) {
          instance.reload();
        } else {
          return restart(instance, task.upstream(), task.config(), RESTART, context);
        }
      }
      return new TaskResult.Succeeded();
    };
  }

  static TaskBody restart(Instance instance, Restart task) {
    return context -> restart(instance, task.upstream(), task.config(), task.timeout(), context);
  }

  private static TaskResult restart(
      Instance instance,
      Optional<Upstream> upstream,
      DynamicConfig config,
      Duration timeout,
      TaskContext context)
      throws TaskFailure, IOException {
    boolean standby = instance.files().isStandby();
    new StopTask(instance, new Stop(StopPurpose.REJOIN, !standby, timeout)).run(context);
    instance.files().inSameRole(upstream, config);
    if (!new Launcher(instance).start(context, config, timeout) && !standby) {
      throw TaskFailure.retryable(
          "PostgreSQL took no connections within "
              + timeout.toSeconds()
              + " s of its restart; it goes on starting: see "
              + instance.config().places().log());
    }
    return new TaskResult.Succeeded();
  }
}
