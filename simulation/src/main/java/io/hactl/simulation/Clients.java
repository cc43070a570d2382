package io.hactl.simulation;

import java.time.Duration;

/** Clients that write to whichever server takes writes, all of them if there are several. */
final class Clients {

  private final World world;
  private long writes;

  Clients(World world) {
    this.world = world;
  }

  void begin() {
    again();
  }

  private void again() {
    Duration every = world.settings().writeEvery();
    world.scheduler().after(world.chance().between(every.dividedBy(2), every), this::write);
  }

  private void write() {
    for (SimulatedNode node : world.nodes()) {
      boolean takes = node.server().filter(Server::takesWrites).isPresent() || node.hasOrphans();
      if (takes && node.dir().kind == DataDir.Kind.INITIALIZED) {
        node.dir().write(200 + world.chance().below(2000), ++writes);
        node.server().ifPresentOrElse(s -> s.commits().begin(), () -> byOrphans(node));
        node.server().ifPresent(Server::appended);
      }
    }
    again();
  }

  /** Backends without a postmaster acknowledge what need not wait for a standby. */
  private void byOrphans(SimulatedNode node) {
    if (node.dir().standbyNames.isEmpty()) {
      SyncCommits.acknowledge(world, node);
    }
  }
}
