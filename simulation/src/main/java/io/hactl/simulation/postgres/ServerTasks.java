package io.hactl.simulation.postgres;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.setting.Mutation;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The tasks that are about the server, step by step as the real ones. */
final class ServerTasks {

  private static final Duration IMMEDIATE = Duration.ofSeconds(1);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(15);

  private ServerTasks() {}

  static void stop(TaskSteps task, PostgresTask.Stop stop) {
    Runnable stopped = () -> task.finish(new TaskResult.WasStopped(checkpoint(task.node().dir())));
    boolean fast = stop.fastTimeout().isPositive();
    Duration before =
        fast && stop.checkpointFirst() && task.node().server().isPresent()
            ? min(task.machines().pace().sql(), stop.fastTimeout())
            : Duration.ofMillis(1);
    task.after(
        before,
        () -> {
          if (fast && task.node().server().isPresent()) {
            beforeStop(task, stop, () -> signal(task, stop.fastTimeout(), stopped));
          } else {
            signal(task, stop.fastTimeout(), stopped);
          }
        });
  }

  /** The stop goes on however the command ends. */
  private static void beforeStop(TaskSteps task, PostgresTask.Stop stop, Runnable then) {
    Duration limit =
        task.machines().mutation() == Mutation.BEFORE_STOP_UNBOUNDED
            ? Duration.ofHours(1)
            : stop.fastTimeout().dividedBy(2);
    task.node().hooks().run(task, Hooks.Command.BEFORE_STOP, limit, ignored -> then.run());
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
    task.after(IMMEDIATE, () -> target.die("was killed"));
    task.after(
        IMMEDIATE.plus(KILL_PATIENCE), () -> task.fail("processes do not end when killed", true));
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
        task.machines().pace().look(),
        () -> {
          if (task.node().server().isPresent()) {
            task.fail("PostgreSQL runs already", false);
            return;
          }
          files.run();
          task.node().killOrphans();
          Server server = task.node().startServer();
          await(task, server, Server::answers, "starting", false);
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

  /** Looks again and again until {@code done} holds, or the server has ended. */
  private static void await(
      TaskSteps task, Server server, Predicate<Server> done, String whatEndsIt, boolean retryable) {
    task.after(
        STEP,
        () -> {
          if (server.isEnded()) {
            task.fail("PostgreSQL ended while " + whatEndsIt, retryable);
          } else if (done.test(server)) {
            task.succeed();
          } else {
            await(task, server, done, whatEndsIt, retryable);
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
    task.node()
        .hooks()
        .run(
            task,
            Hooks.Command.PRE_PROMOTE,
            promote.timeout(),
            well -> {
              task.machines().witness().prePromoteEnded(task.node().name(), well);
              if (well || task.machines().mutation() == Mutation.PRE_PROMOTE_FAILURE_IGNORED) {
                promoteNow(task, promote);
              } else {
                task.fail("pre_promote failed", true);
              }
            });
  }

  private static void promoteNow(TaskSteps task, PostgresTask.Promote promote) {
    task.after(
        task.machines().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty()) {
            task.fail("PostgreSQL does not answer", true);
            return;
          }
          if (task.machines().pace().fails()) {
            task.fail("PostgreSQL could not be promoted", true);
            return;
          }
          server.get().promote(promote.newerThan());
          await(task, server.get(), Server::isPrimary, "it was promoted", true);
          task.after(
              promote.timeout(), () -> task.fail("PostgreSQL did not become a primary", true));
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
        task.machines().pace().sql(),
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
  private static void reload(Machine node, DynamicConfig config) {
    node.dir().configure(config);
    node.server().ifPresent(s -> s.commits().reload());
  }

  static void configure(TaskSteps task, Optional<Upstream> upstream, DynamicConfig config) {
    task.after(
        task.machines().pace().sql(),
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
        task.machines().pace().sql(),
        () -> {
          task.node().dir().standbyNames = set.names();
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty() || task.machines().pace().fails()) {
            task.fail("synchronous_standby_names did not take effect", true);
            return;
          }
          task.after(
              task.machines().pace().sql(),
              () -> {
                server.get().commits().reload();
                task.after(Duration.ofMillis(100), task::succeed);
              });
        });
  }

  static void updateSlots(TaskSteps task, PostgresTask.UpdateSlots slots) {
    task.after(
        task.machines().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty()) {
            task.fail("PostgreSQL does not answer", true);
            return;
          }
          DataDir dir = task.node().dir();
          slots.wanted().forEach(slot -> create(task, server.get(), slot));
          slots.unwanted().stream()
              .filter(
                  slot ->
                      server.get().attached().stream().noneMatch(r -> r.node().slot().equals(slot)))
              .filter(slot -> !dir.held.isRead(slot))
              .forEach(dir.held::drop);
          task.succeed();
        });
  }

  /** On a standby one that holds nothing, as nobody would move it forward there. */
  private static void create(TaskSteps task, Server server, String slot) {
    HeldWal held = server.dir().held;
    if (held.has(slot)) {
      return;
    }
    if (server.inRecovery()) {
      held.createIdle(slot);
    } else {
      held.createHolding(slot);
      task.machines().witness().slotCreated(task.node().name(), slot, held.redo());
    }
  }

  static void moveSlots(TaskSteps task, PostgresTask.MoveSlots moves) {
    task.after(
        task.machines().pace().sql(),
        () -> {
          Optional<Server> server = task.node().server().filter(Server::answers);
          if (server.isEmpty()) {
            task.fail("PostgreSQL does not answer", true);
            return;
          }
          new TreeMap<>(moves.to())
              .forEach((slot, to) -> move(task, server.get(), slot, to.bytes()));
          task.succeed();
        });
  }

  /**
   * Never beyond what is replayed; one that holds nothing is made anew, from the last checkpoint.
   */
  private static void move(TaskSteps task, Server server, String slot, long to) {
    Witness witness = task.machines().witness();
    HeldWal held = server.dir().held;
    if (held.position(slot).isEmpty()) {
      held.drop(slot);
      held.createHolding(slot);
      witness.slotCreated(task.node().name(), slot, held.redo());
    }
    long from = held.position(slot).orElseThrow();
    long target = Math.min(to, server.dir().wal.lsn());
    if (from < target && !held.isRead(slot)) {
      held.confirm(slot, target);
      witness.slotMoved(task.node().name(), slot, from, target);
    }
  }

  /** Whether the directory says that its last user was a primary that was not shut down cleanly. */
  static boolean isCrashedPrimary(DataDir dir) {
    ControlState state = dir.control;
    return state.wasPrimary() && !state.isClean();
  }
}
