package io.hactl.simulation.world;

import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.nature.Chance;
import io.hactl.simulation.node.Nodes;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.HeldWal;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.setting.SlotDraw;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Those for whom the permanent slots are: each reads from the leader, confirms what it has, pauses
 * at times, and goes on at the next leader. And what makes WAL so that there is something to hold
 * back: loads and checkpoints.
 */
final class Readers {

  private static final long FILE = 16L << 20;

  private final Ground ground;
  private final Nodes nodes;
  private final Chance chance;
  private final Map<String, Server> readFrom = new HashMap<>();
  private final Map<String, Long> pausedUntil = new HashMap<>();

  Readers(Ground ground, Nodes nodes) {
    this.ground = ground;
    this.nodes = nodes;
    this.chance = ground.chance().stream("readers");
  }

  void begin() {
    if (ground.settings().hasSlots()) {
      SlotDraw.NAMES.forEach(this::readAgain);
      loadAgain();
      checkpointAgain();
    }
  }

  private void readAgain(String slot) {
    ground
        .scheduler()
        .after(
            chance.millis(100, 1_500),
            () -> {
              read(slot);
              readAgain(slot);
            });
  }

  private void read(String slot) {
    if (!nodes.store().cluster().config().value().slots().containsKey(slot)) {
      leave(slot);
      ground.witness().slotUnread(slot);
      return;
    }
    long now = ground.scheduler().now();
    Optional<SimulatedNode> leader =
        nodes
            .store()
            .leader()
            .flatMap(nodes::node)
            .filter(n -> n.server().filter(Server::takesWrites).isPresent());
    if (now < pausedUntil.getOrDefault(slot, 0L) || leader.isEmpty()) {
      leave(slot);
    } else if (chance.hits(0.01)) {
      Duration pause = chance.spread(Duration.ofSeconds(2), Duration.ofMinutes(3));
      pausedUntil.put(slot, now + pause.toNanos());
    } else if (leader.get().dir().held().has(slot)) {
      readFrom(leader.get(), slot);
    }
  }

  private void readFrom(SimulatedNode leader, String slot) {
    Server server = leader.server().orElseThrow();
    if (readFrom.get(slot) != server) {
      leave(slot);
      readFrom.put(slot, server);
    }
    HeldWal held = leader.dir().held();
    held.setRead(slot, true);
    ground.witness().slotRead(leader.name(), slot, leader.dir().wal());
    held.confirm(slot, leader.dir().wal().lsn());
  }

  private void leave(String slot) {
    Server server = readFrom.remove(slot);
    if (server != null) {
      server.dir().held().setRead(slot, false);
    }
  }

  private void loadAgain() {
    ground
        .scheduler()
        .after(
            chance.spread(Duration.ofSeconds(2), Duration.ofMinutes(1)),
            () -> {
              for (SimulatedNode node : nodes.all()) {
                node.server()
                    .filter(Server::takesWrites)
                    .ifPresent(
                        server -> {
                          node.dir().load(1 + (long) (3 * FILE * chance.fraction()));
                          server.appended();
                        });
              }
              loadAgain();
            });
  }

  private void checkpointAgain() {
    ground
        .scheduler()
        .after(
            chance.spread(Duration.ofSeconds(5), Duration.ofMinutes(1)),
            () -> {
              nodes.all().forEach(node -> node.server().ifPresent(Server::checkpoint));
              checkpointAgain();
            });
  }
}
