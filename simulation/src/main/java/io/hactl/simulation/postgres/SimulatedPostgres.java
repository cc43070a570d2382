package io.hactl.simulation.postgres;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.port.PostgresControl;
import io.hactl.simulation.nature.Seat;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an agent can do to the server on its node, and see of it. */
public final class SimulatedPostgres implements PostgresControl {

  private static final Duration PROBE_DEADLINE = Duration.ofSeconds(2);

  private final Machines machines;
  private final Machine node;
  private final Seat seat;
  private final List<Runnable> exitListeners = new ArrayList<>();
  private Optional<Trouble> trouble = Optional.empty();

  /** Since when that postmaster gives no status. */
  private record Trouble(long pid, boolean starting, Tick since) {}

  public SimulatedPostgres(Machines machines, Machine node, Seat seat) {
    this.machines = machines;
    this.node = node;
    this.seat = seat;
  }

  @Override
  public CompletionStage<PostgresView> observe() {
    CompletableFuture<PostgresView> seen = new CompletableFuture<>();
    Tick at = node.clock().now();
    Duration takes =
        node.server().filter(Server::isSilent).isPresent()
            ? PROBE_DEADLINE
            : machines.pace().look();
    seat.timers().after(takes, () -> seen.complete(look(at)));
    return seen;
  }

  private PostgresView look(Tick at) {
    Optional<Server> server = node.server();
    ServerState state =
        server
            .<ServerState>map(this::state)
            .orElseGet(() -> new ServerState.Stopped(node.hasOrphans()));
    boolean overlooked = machines.mutation() == Mutation.HALF_REWOUND_STARTED;
    return new PostgresView(at, node.dir().view(overlooked), state);
  }

  private ServerState state(Server server) {
    if (server.isSilent()) {
      return new ServerState.Unresponsive(server.pid(), since(server.pid(), false));
    }
    if (!server.isRunning()) {
      return new ServerState.Starting(server.pid(), since(server.pid(), true));
    }
    trouble = Optional.empty();
    return running(server);
  }

  private Tick since(long pid, boolean starting) {
    if (trouble.filter(t -> t.pid() == pid && t.starting() == starting).isEmpty()) {
      trouble = Optional.of(new Trouble(pid, starting, node.clock().now()));
    }
    return trouble.get().since();
  }

  private static ServerState.Running running(Server server) {
    DataDir dir = server.dir();
    boolean standby = server.inRecovery();
    Lsn position = new Lsn(dir.wal.lsn());
    Map<String, ServerState.Slot> slots = new HashMap<>();
    dir.held
        .names()
        .forEach(
            slot ->
                slots.put(
                    slot,
                    new ServerState.Slot(
                        isUsed(server, slot), dir.held.position(slot).map(Lsn::new))));
    return ServerState.Running.builder()
        .pid(server.pid())
        .startTime(server.startTime())
        .inRecovery(standby)
        .versionNumber(DataDir.MAJOR_VERSION * 10_000)
        .timeline(dir.wal.timeline())
        .writeLsn(standby ? Lsn.ZERO : position)
        .receivedLsn(standby && server.hasReceived() ? position : Lsn.ZERO)
        .replayedLsn(standby ? position : Lsn.ZERO)
        .streaming(server.isStreaming())
        .upstream(standby ? dir.upstream : Optional.empty())
        .slots(slots)
        .walsenders(server.commits().walsenders())
        .synchronousStandbyNames(server.commits().names())
        .done();
  }

  private static boolean isUsed(Server server, String slot) {
    return server.dir().held.isRead(slot)
        || server.attached().stream().anyMatch(r -> r.node().slot().equals(slot));
  }

  @Override
  public CompletionStage<TimelineHistory> timelineHistory(int timeline) {
    CompletableFuture<TimelineHistory> read = new CompletableFuture<>();
    seat.timers()
        .after(
            machines.pace().look(),
            () ->
                read.complete(
                    node.dir().kind == DataDir.Kind.INITIALIZED
                            && node.dir().wal.timeline() == timeline
                        ? history(node.dir().wal)
                        : TimelineHistory.EMPTY));
    return read;
  }

  private static TimelineHistory history(WalPosition wal) {
    return new TimelineHistory(
        wal.history().stream()
            .map(
                s ->
                    new TimelineHistory.Entry(
                        s.timeline(),
                        new Lsn(s.lsn()),
                        "no recovery target specified",
                        Optional.empty(),
                        Optional.empty()))
            .toList());
  }

  @Override
  public RunningTask start(PostgresTask task) {
    TaskSteps steps = new TaskSteps(machines, node, seat.process(), task);
    switch (task) {
      case PostgresTask.Stop t -> ServerTasks.stop(steps, t);
      case PostgresTask.StartPrimary t -> ServerTasks.startPrimary(steps, t);
      case PostgresTask.StartStandby t -> ServerTasks.startStandby(steps, t);
      case PostgresTask.Restart t -> ServerTasks.restart(steps, t);
      case PostgresTask.Promote t -> ServerTasks.promote(steps, t);
      case PostgresTask.KillOrphans ignored -> ServerTasks.killOrphans(steps);
      case PostgresTask.Follow t -> ServerTasks.follow(steps, t.upstream(), t.config());
      case PostgresTask.Configure t -> ServerTasks.configure(steps, t.upstream(), t.config());
      case PostgresTask.SetSynchronousStandbys t -> ServerTasks.setStandbys(steps, t);
      case PostgresTask.UpdateSlots t -> ServerTasks.updateSlots(steps, t);
      case PostgresTask.MoveSlots t -> ServerTasks.moveSlots(steps, t);
      case PostgresTask.Bootstrap ignored -> DataTasks.bootstrap(steps);
      case PostgresTask.Clone t -> DataTasks.copy(steps, t);
      case PostgresTask.RecoverCrash ignored -> DataTasks.recoverCrash(steps);
      case PostgresTask.CompareTimelines t -> DataTasks.compare(steps, t);
      case PostgresTask.Rewind t -> DataTasks.rewind(steps, t);
      case PostgresTask.SetAside t -> DataTasks.setAside(steps, t);
      case PostgresTask.Discard ignored -> DataTasks.discard(steps);
    }
    return steps;
  }

  @Override
  public void onPostmasterExit(Runnable listener) {
    exitListeners.add(listener);
  }

  public void postmasterExited() {
    exitListeners.forEach(seat.process()::run);
  }
}
