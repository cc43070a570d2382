package io.hactl.simulation;

import io.hactl.agent.core.DataDirectory.ControlState;
import io.hactl.agent.core.PostgresTask;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.Upstream;
import io.hactl.dcs.DynamicConfig;
import io.hactl.dcs.Lsn;
import java.time.Duration;
import java.util.Optional;

/** The tasks that are about the server, step by step as the real ones. */
final class ServerTasks {

  private static final Duration IMMEDIATE = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(15);

  private ServerTasks() {}

  static void stop(TaskSteps task, PostgresTask.Stop stop) {
    Runnable stopped = () -> task.finish(new TaskResult.WasStopped(checkpoint(task.node().dir())));
    boolean fast = stop.fastTimeout().isPositive();
    Duration before =
        fast && stop.checkpointFirst() && task.node().server().isPresent()
            ? min(task.world().pace().sql(), stop.fastTimeout())
            : Duration.ofMillis(1);
    task.after(before, () -> signal(task, stop.fastTimeout(), stopped));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Optional<Lsn> checkpoint(DataDir dir) {
    return dir.kind == DataDir.Kind.INITIALIZED && dir.control.isClean()
        ? Optional.of(new Lsn(dir.controlEnd))
        : Optional.empty();
  }

  private static void signal(TaskSteps task, Duration fast, Runnable then) {
    Optional<Server> server = task.node().server();
    if (server.isEmpty()) {
      task.node().killOrphans();
      then.run();
      return;
    }
    Server target = server.get();
    target.onEnd(
        () ->
            task.run(
                () -> {
                  task.node().killOrphans();
                  then.run();
                }));
    if (fast.isPositive()) {
      target.stopFast();
      task.after(fast.dividedBy(2), target::terminateWalsenders);
      task.after(fast, () -> immediate(task, target));
    } else {
      immediate(task, target);
    }
  }

  private static void immediate(TaskSteps task, Server target) {
    target.stopImmediate();
    task.after(IMMEDIATE, () -> target.kill("was killed"));
  }

  static void startPrimary(TaskSteps task, PostgresTask.StartPrimary start) {
    begin(
        task,
        () -> {
          task.node().dir().standbySignal = false;
          task.node().dir().configure(start.config());
        },
        start.timeout(),
        false);
  }

  static void startStandby(TaskSteps task, PostgresTask.StartStandby start) {
    begin(
        task,
        () -> {
          task.node().dir().standbySignal = true;
          task.node().dir().upstream = start.upstream();
          task.node().dir().configure(start.config());
        },
        start.timeout(),
        true);
  }

  private static void begin(
      TaskSteps task, Runnable files, Duration timeout, boolean lateIsNoFailure) {
    task.after(
        task.world().pace().look(),
        () -> {
          if (task.node().server().isPresent()) {
            task.fail("PostgreSQL runs already", false);
            return;
          }
          files.run();
          task.node().killOrphans();
          Server server = task.node().startServer();
          awaitReady(task, server);
          task.after(
              timeout,
              () -> {
                if (lateIsNoFailure) {
                  task.succeed();
                } else {
                  task.fail("PostgreSQL took no connections in time", true);
                }
              });
        });
  }

  private static void awaitReady(TaskSteps task, Server server) {
    task.after(
        STEP,
        () -> {
          if (server.isEnded()) {
            task.fail("PostgreSQL ended while starting", false);
          } else if (server.answers()) {
            task.succeed();
          } else {
            awaitReady(task, server);
          }
        });
  }

  static void restart(TaskSteps task, PostgresTask.Restart restart) {
    DataDir dir = task.node().dir();
    boolean standby = dir.standbySignal;
    signal(
        task,
        restart.timeout(),
        () ->
            begin(
                task,
                () -> {
                  dir.configure(restart.config());
                  if (standby) {
                    dir.upstream = restart.upstream();
                  }
                },
                restart.timeout(),
                standby));
  }

  static void promote(TaskSteps task, PostgresTask.Promote promote) {
    task.after(
        task.world().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty()) {
            task.fail("PostgreSQL does not answer", true);
            return;
          }
          if (task.world().pace().fails()) {
            task.fail("PostgreSQL could not be promoted", true);
            return;
          }
          server.get().promote(promote.newerThan());
          awaitPrimary(task, server.get());
          task.after(
              promote.timeout(), () -> task.fail("PostgreSQL did not become a primary", true));
        });
  }

  private static void awaitPrimary(TaskSteps task, Server server) {
    task.after(
        STEP,
        () -> {
          if (server.isEnded()) {
            task.fail("PostgreSQL ended while it was promoted", true);
          } else if (server.isPrimary()) {
            task.succeed();
          } else {
            awaitPrimary(task, server);
          }
        });
  }

  static void killOrphans(TaskSteps task) {
    task.after(
        Duration.ofMillis(5),
        () -> {
          task.node().killOrphans();
          task.succeed();
        });
  }

  static void follow(TaskSteps task, Optional<Upstream> upstream, DynamicConfig config) {
    task.after(
        task.world().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server();
          if (server.filter(Server::isPrimary).isPresent()) {
            task.fail("PostgreSQL runs as a primary, which can follow no one", false);
            return;
          }
          task.node().dir().standbySignal = true;
          task.node().dir().upstream = upstream;
          reload(task.node(), config);
          server.ifPresent(Server::follow);
          task.succeed();
        });
  }

  /** What is written is in force once it is reloaded. */
  private static void reload(SimulatedNode node, DynamicConfig config) {
    node.dir().configure(config);
    node.server().ifPresent(s -> s.commits().reload());
  }

  static void configure(TaskSteps task, Optional<Upstream> upstream, DynamicConfig config) {
    task.after(
        task.world().pace().sql(),
        () -> {
          DataDir dir = task.node().dir();
          reload(task.node(), config);
          if (dir.standbySignal && !dir.upstream.equals(upstream)) {
            dir.upstream = upstream;
            task.node().server().ifPresent(Server::follow);
          }
          task.succeed();
        });
  }

  /** Written, reloaded, and, after some time, heeded by every process. */
  static void setStandbys(TaskSteps task, PostgresTask.SetSynchronousStandbys set) {
    task.after(
        task.world().pace().sql(),
        () -> {
          task.node().dir().standbyNames = set.names();
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty() || task.world().pace().fails()) {
            task.fail("synchronous_standby_names did not take effect", true);
            return;
          }
          task.after(
              task.world().pace().sql(),
              () -> {
                server.get().commits().reload();
                task.after(Duration.ofMillis(100), task::succeed);
              });
        });
  }

  static void syncSlots(TaskSteps task, PostgresTask.SyncSlots sync) {
    task.after(
        task.world().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty()) {
            task.fail("PostgreSQL does not answer", true);
            return;
          }
          DataDir dir = task.node().dir();
          dir.slots.addAll(sync.wanted());
          sync.unwanted().stream()
              .filter(
                  slot ->
                      server.get().attached().stream()
                          .noneMatch(r -> r.node().self().slot().equals(slot)))
              .forEach(dir.slots::remove);
          task.succeed();
        });
  }

  /** Whether the directory says that its last user was a primary that did not end in order. */
  static boolean isCrashedPrimary(DataDir dir) {
    ControlState state = dir.control;
    return state.wasPrimary() && !state.isClean();
  }
}
