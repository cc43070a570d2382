package io.hactl.simulation.invariants;

import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.simulation.ground.Witness;
import io.hactl.simulation.node.SimulatedNode;
import io.hactl.simulation.wal.WalPosition;
import io.hactl.simulation.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A switchover loses no acknowledged write, whatever the mode of replication. It has failed, and
 * what follows is a failover like any other, when the former leader's agent or server is gone
 * before it had a successor, or nobody succeeded it for so long: then the best of those that are
 * left is all there is.
 */
final class SwitchoverInvariant {

  /** A little less than the members wait, as their clocks drift. */
  private static final Duration LONGEST = Duration.ofSeconds(44);

  private final World world;
  private final Witness judge;
  private final Map<String, WalPosition> acknowledged = new HashMap<>();
  private Optional<String> handedOverBy = Optional.empty();
  private long handedOverAt;

  SwitchoverInvariant(World world, Witness judge) {
    this.world = world;
    this.judge = judge;
  }

  void acknowledged(String node, WalPosition position) {
    acknowledged.put(node, position);
  }

  /**
   * {@code leader} has shut down cleanly, gave the leader key back and said how far it wrote, while
   * {@code request} stood. One that crashed gives the key back, too, and calls nothing finished.
   */
  void released(SimulatedNode leader, Failover request) {
    // Once the DCS has lost everything, nobody may know that somebody out of sight was ahead.
    boolean asked =
        request.isSwitchover()
            && world.store().lostIdentity().isEmpty()
            && request.leader().filter(leader.name()::equals).isPresent();
    handedOverBy = asked ? Optional.of(leader.name()) : Optional.empty();
    handedOverAt = world.scheduler().now();
    // What was acknowledged here once and is not here any more was lost by an earlier failover.
    WalPosition end = leader.dir().wal();
    acknowledged.computeIfPresent(leader.name(), (n, p) -> end.includes(p) ? p : null);
  }

  /** The leader key was written by {@code taker}; {@code request} is what that ended, if any. */
  void taken(SimulatedNode taker, Failover request) {
    Optional<WalPosition> last = handedOverBy.filter(this::isUnderWay).map(acknowledged::get);
    if (request.isSwitchover() && last.filter(p -> !taker.dir().wal().includes(p)).isPresent()) {
      judge.broken(
          "the switchover from %s to %s at %s loses the write at %s"
              .formatted(handedOverBy.get(), taker.name(), taker.dir().wal(), last.get()));
    }
    handedOverBy = Optional.empty();
  }

  private boolean isUnderWay(String former) {
    boolean there =
        world
            .store()
            .cluster()
            .member(former)
            .flatMap(Member::state)
            .filter(s -> s != MemberState.CRASHED)
            .isPresent();
    return there && world.scheduler().now() - handedOverAt < LONGEST.toNanos();
  }
}
