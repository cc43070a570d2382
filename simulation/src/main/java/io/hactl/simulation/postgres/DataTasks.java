package io.hactl.simulation.postgres;

import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.Divergence;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Upstream;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.simulation.wal.WalPosition;
import java.time.Duration;
import java.util.Optional;

/** The tasks that are about the data directory, step by step as the real ones. */
final class DataTasks {

  private DataTasks() {}

  static void bootstrap(TaskSteps task) {
    DataDir dir = task.node().dir();
    if (dir.kind != DataDir.Kind.EMPTY) {
      task.fail("the data directory is not empty", false);
      return;
    }
    dir.kind = DataDir.Kind.INCOMPLETE;
    task.after(
        task.machines().pace().initdb(),
        () -> {
          dir.initialize(task.machines().newSystemIdentifier());
          Server server = task.node().startServer();
          task.onCancel(() -> server.kill("of a cluster that was not finished is stopped"));
          awaitBootstrap(task, server);
        });
  }

  private static void awaitBootstrap(TaskSteps task, Server server) {
    task.after(
        Duration.ofMillis(50),
        () -> {
          if (server.isEnded()) {
            task.fail("PostgreSQL ended while the cluster was made", false);
          } else if (server.answers()) {
            task.node().dir().kind = DataDir.Kind.INITIALIZED;
            task.finish(new TaskResult.Bootstrapped(task.node().dir().systemIdentifier));
          } else {
            awaitBootstrap(task, server);
          }
        });
  }

  static void copy(TaskSteps task, PostgresTask.Clone copy) {
    DataDir dir = task.node().dir();
    if (dir.kind != DataDir.Kind.EMPTY) {
      task.fail("the data directory is not empty", false);
      return;
    }
    Optional<Server> source = reachable(task, copy.source());
    if (source.isEmpty()) {
      task.after(
          Duration.ofMillis(100), () -> task.fail("the source cannot be connected to", true));
      return;
    }
    dir.kind = DataDir.Kind.INCOMPLETE;
    if (!copy.slot().isEmpty()) {
      source.get().dir().held.createHolding(copy.slot());
    }
    task.onCancel(dir::empty);
    task.after(
        task.machines().pace().copy(),
        () -> {
          if (reachable(task, copy.source()).filter(s -> s == source.get()).isEmpty()
              || task.machines().pace().fails()) {
            dir.empty();
            task.fail("the base backup failed", true);
            return;
          }
          DataDir theirs = source.get().dir();
          dir.copyFrom(theirs);
          dir.control = theirs.control;
          dir.upstream = Optional.of(copy.source());
          dir.kind = DataDir.Kind.INITIALIZED;
          task.succeed();
        });
  }

  private static Optional<Server> reachable(TaskSteps task, Upstream upstream) {
    return task.machines()
        .byHost(upstream.endpoint().host())
        .filter(n -> n != task.node() && task.node().connects(n))
        .flatMap(Machine::server)
        .filter(Server::answers);
  }

  static void recoverCrash(TaskSteps task) {
    DataDir dir = task.node().dir();
    if (task.node().server().isPresent()) {
      task.fail("PostgreSQL runs", false);
      return;
    }
    task.node().killOrphans();
    if (dir.control.isClean()) {
      task.succeed();
      return;
    }
    if (!dir.control.wasPrimary()) {
      task.fail("was last used by a standby", false);
      return;
    }
    dir.standbySignal = false;
    task.after(
        task.machines().pace().crashRecovery(),
        () -> {
          dir.checkpoint();
          dir.control = ControlState.SHUT_DOWN;
          task.succeed();
        });
  }

  static void compare(TaskSteps task, PostgresTask.CompareTimelines compare) {
    task.after(
        task.machines().pace().sql(),
        () -> {
          Optional<Server> leader = reachable(task, compare.leader()).filter(s -> !s.inRecovery());
          DataDir dir = task.node().dir();
          boolean running = task.node().server().isPresent();
          if (leader.isEmpty()) {
            task.fail("the leader cannot be asked", true);
          } else if (!running && ServerTasks.isCrashedPrimary(dir)) {
            task.fail("was not shut down cleanly", false);
          } else {
            task.finish(compared(dir, running, leader.get().dir().wal));
          }
        });
  }

  /** What the real task finds, by the real rule. */
  private static TaskResult compared(DataDir dir, boolean running, WalPosition leader) {
    boolean wasPrimary = running ? !dir.standbySignal : dir.control.wasPrimary();
    Lsn end =
        new Lsn(!running && dir.control == ControlState.SHUT_DOWN ? dir.controlEnd : dir.wal.lsn());
    return new TaskResult.Compared(
        leader.timeline(), Divergence.of(line(dir.wal), end, wasPrimary, line(leader)), end);
  }

  private static Divergence.Line line(WalPosition wal) {
    return new Divergence.Line(
        wal.timeline(),
        wal.history().stream()
            .map(s -> new Divergence.Switch(s.timeline(), new Lsn(s.lsn())))
            .toList());
  }

  static void rewind(TaskSteps task, PostgresTask.Rewind rewind) {
    DataDir dir = task.node().dir();
    Optional<Server> source = reachable(task, rewind.leader()).filter(s -> !s.inRecovery());
    if (task.node().server().isPresent() || source.isEmpty()) {
      task.after(Duration.ofMillis(50), () -> task.fail("the leader cannot be connected to", true));
      return;
    }
    if (!dir.control.isClean()) {
      task.after(Duration.ofMillis(50), () -> task.fail("was not shut down cleanly", false));
      return;
    }
    dir.standbySignal = true;
    dir.upstream = Optional.of(rewind.leader());
    dir.halfRewound = true;
    task.after(
        task.machines().pace().rewind(),
        () -> {
          if (task.machines().pace().rewindFails()) {
            dir.halfRewound = false;
            task.fail("pg_rewind lacks WAL", false);
          } else if (reachable(task, rewind.leader()).filter(s -> s == source.get()).isEmpty()) {
            task.fail("pg_rewind lost its connection to the server", true);
          } else {
            dir.copyFrom(source.get().dir());
            dir.control = ControlState.IN_ARCHIVE_RECOVERY;
            dir.halfRewound = false;
            task.succeed();
          }
        });
  }

  static void setAside(TaskSteps task, PostgresTask.SetAside aside) {
    task.after(
        Duration.ofMillis(20),
        () -> {
          if (task.node().server().isPresent()) {
            task.fail("PostgreSQL runs", false);
            return;
          }
          task.node().killOrphans();
          if (aside.isOfCluster()) {
            task.node().dir().giveUp();
          } else {
            task.node().dir().empty();
          }
          task.finish(new TaskResult.WasSetAside("aside"));
        });
  }

  static void discard(TaskSteps task) {
    task.after(
        Duration.ofMillis(50),
        () -> {
          if (task.node().server().isPresent()) {
            task.fail("PostgreSQL runs", false);
            return;
          }
          task.machines().witness().discarded(task.node().name(), task.node().isReinitGranted());
          task.node().reinitDone();
          task.node().dir().giveUp();
          task.succeed();
        });
  }
}
