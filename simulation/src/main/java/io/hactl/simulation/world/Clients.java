package io.hactl.simulation.world;

import io.hactl.simulation.ground.Ground;
import io.hactl.simulation.node.Nodes;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.postgres.DataDir;
import io.hactl.simulation.postgres.Server;
import io.hactl.simulation.postgres.SyncCommits;
import java.time.Duration;

/** Clients that write to whichever server takes writes, all of them if there are several. */
final class Clients {

  private final Ground ground;
  private final Nodes nodes;
  private long writes;

  Clients(Ground ground, Nodes nodes) {
    this.ground = ground;
    this.nodes = nodes;
  }

  void begin() {
    again();
  }

  private void again() {
    Duration every = ground.settings().writeEvery();
    ground.scheduler().after(ground.chance().between(every.dividedBy(2), every), this::write);
  }

  private void write() {
    for (SimulatedNode node : nodes.all()) {
      boolean takes = node.server().filter(Server::takesWrites).isPresent() || node.hasOrphans();
      if (takes && node.dir().kind() == DataDir.Kind.INITIALIZED) {
        node.dir().write(200 + ground.chance().below(2000), ++writes);
        node.server()
            .filter(Server::takesWrites)
            .ifPresentOrElse(s -> s.commits().begin(), () -> withoutServer(node));
        node.server().ifPresent(Server::appended);
      }
    }
    again();
  }

  private void withoutServer(SimulatedNode node) {
    if (!node.orphansWait()) {
      SyncCommits.acknowledge(nodes.machines(), node);
    }
  }
}
