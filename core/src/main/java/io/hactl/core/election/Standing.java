package io.hactl.core.election;

import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import java.util.Comparator;

/** How far a member is; who has more leads. */
public record Standing(int timeline, Lsn position, int priority) {

  public static final Comparator<Standing> WAL =
      Comparator.comparingInt(Standing::timeline).thenComparing(Standing::position);

  public static final Comparator<Standing> ORDER = WAL.thenComparingInt(Standing::priority);

  public static Standing of(PeerStatus peer) {
    return new Standing(peer.timeline(), peer.position(), peer.tags().failoverPriority());
  }

  /** This node's own, going by its server as it was seen. */
  public static Standing of(Situation s, Running server) {
    return new Standing(server.timeline(), server.position(), s.self().tags().failoverPriority());
  }
}
