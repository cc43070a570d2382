package io.hactl.core.situation;

import io.hactl.core.model.PostgresView;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Leader;
import io.hactl.time.Tick;
import java.util.Optional;

/**
 * An observation in which all is there that a role decides from: the cluster as last seen in the
 * DCS, and this node's server and data. The decider builds it once.
 */
public final class Situation extends NodeSituation {

  private final Cluster cluster;

  Situation(Observation observation, PostgresView view, Cluster cluster) {
    super(observation, view);
    this.cluster = cluster;
  }

  /** Empty where the DCS, or PostgreSQL, was never seen. */
  public static Optional<Situation> in(Observation observation) {
    return NodeSituation.of(observation).flatMap(NodeSituation::inCluster);
  }

  /** The cluster as last seen in the DCS. */
  public Cluster cluster() {
    return cluster;
  }

  /** The name in the leader key; empty: nobody leads. */
  public Optional<String> leaderName() {
    return cluster.leader().map(Leader::name);
  }

  /** Since when nobody has led, as far as this agent knows; its own start, if it never saw. */
  public Tick unlockedSince() {
    return memory().unlockedSince().orElse(startedAt());
  }

  @Override
  public Optional<Situation> inCluster() {
    return Optional.of(this);
  }
}
