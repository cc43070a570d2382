package io.hactl.simulation.postgres;

import io.hactl.core.model.ServerState.Walsender;
import io.hactl.core.model.StandbyNames;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.simulation.setting.Mutation;
import io.hactl.simulation.wal.WalPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A server's clients that wait for standbys, as {@code synchronous_standby_names} has it. */
public final class SyncCommits {

  private static final int CLIENTS = 20;

  private final Machines machines;
  private final Server server;
  private final Deque<WalPosition> waiting = new ArrayDeque<>();
  private String names;

  SyncCommits(Machines machines, Server server) {
    this.machines = machines;
    this.server = server;
    this.names = server.dir().standbyNames;
  }

  String names() {
    return names;
  }

  /** Whether a commit waits for anybody. */
  public boolean waitForStandbys() {
    return StandbyNames.parse(names).count() > 0;
  }

  void reload() {
    names = server.dir().standbyNames;
    release();
  }

  /** A client has just written, and is told so once enough standbys have it. */
  public void begin() {
    waiting.add(server.dir().wal);
    if (waiting.size() > CLIENTS) {
      waiting.removeFirst();
    }
    release();
  }

  /** Somebody has received something, or is waited for no longer. */
  void release() {
    if (!server.takesWrites()) {
      return;
    }
    StandbyNames inForce = StandbyNames.parse(names);
    while (!waiting.isEmpty() && isEnough(inForce, waiting.getFirst())) {
      acknowledge(machines, server.node(), waiting.removeFirst());
    }
  }

  public static void acknowledge(Machines machines, Machine node) {
    acknowledge(machines, node, node.dir().wal);
  }

  private static void acknowledge(Machines machines, Machine node, WalPosition position) {
    machines.witness().acknowledged(node.name(), position);
  }

  private boolean isEnough(StandbyNames inForce, WalPosition position) {
    return counted(inForce).stream().filter(r -> r.hasAllOf(position)).count() >= inForce.count();
  }

  /** Whose word counts: with FIRST only that of as many as are needed, in the order of the list. */
  private List<Receiver> counted(StandbyNames inForce) {
    List<Receiver> listed = new ArrayList<>();
    for (Receiver receiver : server.attached()) {
      boolean named =
          machines.mutation() == Mutation.SYNC_COMMIT_BY_ANYBODY
              || inForce.open()
              || inForce.names().contains(receiver.node().name());
      if (receiver.isStreaming() && named) {
        listed.add(receiver);
      }
    }
    boolean any =
        machines.mutation() == Mutation.SYNC_COMMIT_BY_ANYBODY
            || inForce.method() == StandbyNames.Method.ANY
            || inForce.open();
    if (any) {
      return listed;
    }
    listed.sort(Comparator.comparingInt(r -> inForce.names().indexOf(r.node().name())));
    return listed.subList(0, Math.min(inForce.count(), listed.size()));
  }

  List<Walsender> walsenders() {
    StandbyNames inForce = StandbyNames.parse(names);
    List<Receiver> counted = counted(inForce);
    return server.attached().stream()
        .filter(Receiver::isStreaming)
        .map(r -> walsender(r, inForce, counted.contains(r)))
        .toList();
  }

  private static Walsender walsender(Receiver r, StandbyNames inForce, boolean counts) {
    String sync =
        counts && inForce.count() > 0
            ? inForce.method() == StandbyNames.Method.ANY ? "quorum" : "sync"
            : "async";
    return new Walsender(
        "replicator",
        r.node().name(),
        Optional.empty(),
        "streaming",
        sync,
        counts ? 1 : 0,
        new Lsn(r.position().lsn()));
  }
}
