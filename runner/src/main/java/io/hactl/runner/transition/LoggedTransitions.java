package io.hactl.runner.transition;

import io.hactl.core.decision.Role;
import io.hactl.core.model.PostgresView;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Cluster;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of each change of role that is not listed, once; the agent goes on. */
public final class LoggedTransitions implements UnlistedTransition {

  private static final Logger log = LoggerFactory.getLogger(LoggedTransitions.class);

  private final Set<List<Role>> told = new HashSet<>();

  @Override
  public void between(Role from, Role to, Observation seen) {
    if (told.add(List.of(from, to))) {
      log.error(
          "the role went from {} to {}, which should not happen; please report this, with what was"
              + " seen: {}",
          from,
          to,
          text(seen));
    }
  }

  /**
   * What roles are found from. Not the whole observation: with the settings it would tell commands
   * and parameters that operators may have put passwords into.
   */
  private static String text(Observation o) {
    return "leader key "
        + o.seenCluster().flatMap(Cluster::leader)
        + ", identity "
        + o.seenCluster().flatMap(Cluster::systemIdentifier)
        + ", request "
        + o.seenCluster().map(c -> c.failover().value())
        + ", "
        + o.lease()
        + ", connected "
        + o.connected()
        + ", paused "
        + o.isPaused()
        + ", server "
        + o.seenPostgres().map(PostgresView::server)
        + ", data "
        + o.seenPostgres().map(PostgresView::dataDirectory)
        + ", writing "
        + o.writing()
        + ", ending "
        + o.ending();
  }
}
