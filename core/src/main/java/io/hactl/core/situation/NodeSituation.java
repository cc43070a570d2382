package io.hactl.core.situation;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.dcs.cluster.Member.ScheduledRestart;
import java.util.Objects;
import java.util.Optional;

/** An observation in which this node's server and data have been seen. The cluster may not. */
public sealed class NodeSituation implements Observed permits Situation {

  private final Observation observation;
  private final PostgresView view;

  NodeSituation(Observation observation, PostgresView view) {
    this.observation = observation;
    this.view = view;
  }

  /** Empty where PostgreSQL was never looked at. */
  public static Optional<NodeSituation> of(Observation observation) {
    return observation.seenPostgres().map(view -> new NodeSituation(observation, view));
  }

  @Override
  public final Observation observation() {
    return observation;
  }

  /** PostgreSQL on this node, as last looked at. */
  public final PostgresView view() {
    return view;
  }

  public final ServerState server() {
    return view.server();
  }

  public final DataDirectory data() {
    return view.dataDirectory();
  }

  /** This node with its cluster, if that was ever seen. */
  public Optional<Situation> inCluster() {
    return seenCluster().map(cluster -> new Situation(observation, view, cluster));
  }

  /** Whether the server takes writes, or may begin to without anyone's help. */
  public final boolean mayTakeWrites() {
    return switch (server()) {
      case Running r -> !r.inRecovery() || memory().promotionPending();
      case ServerState.Stopped ignored -> false;
      case ServerState.Starting ignored -> !isStandbyDirectory();
      case ServerState.Unresponsive ignored -> !isStandbyDirectory();
    };
  }

  /** Whether a server that is started on this data is a standby. */
  public final boolean isStandbyDirectory() {
    return data() instanceof DataDirectory.Initialized d && d.standbySignal();
  }

  /** The restart that is still to come; what was missed, or meant for another server, is none. */
  public final Optional<ScheduledRestart> plannedRestart() {
    return memory()
        .scheduledRestart()
        .filter(r -> !r.schedule().plus(config().ttl()).isBefore(wallTime()))
        .filter(this::isOfThisPostmaster);
  }

  private boolean isOfThisPostmaster(ScheduledRestart restart) {
    Optional<Running> server = server().running();
    return server.isPresent()
        && restart
            .postmasterStartTime()
            .map(t -> t.equals(server.get().startTime().toString()))
            .orElse(true);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof NodeSituation n && observation.equals(n.observation);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(observation);
  }

  @Override
  public final String toString() {
    return observation.toString();
  }
}
