package io.hactl.core.lease;

import io.hactl.core.situation.Observed;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Cluster;

/** Whether this node is creating the cluster: who has the right to takes writes by it, too. */
public final class Initialisation {

  private Initialisation() {}

  /** Whether this node has the right to create the cluster, on its present session. */
  public static boolean isClaimedHere(Observed o) {
    return o.lease().isAlive(o.now())
        && o.seenCluster()
            .map(Cluster::initialize)
            .filter(i -> i.exists() && i.value().isEmpty())
            .filter(i -> i.leaseId() == o.lease().sessionId())
            .isPresent();
  }

  /** Whether the data was made by this agent for a cluster that is not announced yet. */
  public static boolean isUnderWay(Situation s) {
    return s.memory().bootstrapped().isPresent()
        && !s.memory().bootstrapped().equals(s.cluster().systemIdentifier());
  }
}
