package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.memory.Memory.Configured;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Request;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Member.ScheduledRestart;
import java.util.Optional;

/** What a running server needs in either role: restarts that were asked for, changed settings. */
public final class Upkeep {

  private Upkeep() {}

  /**
   * @param upstream who the server follows; empty on a primary
   */
  static Optional<Decision> decide(Observation o, Optional<Upstream> upstream) {
    if (o.restartRequest().isPresent() || isRestartDue(o)) {
      if (upstream.isEmpty() && o.server().isPrimary() && !o.fence().ready()) {
        return Optional.of(o.waitForFence());
      }
      var timeout =
          o.restartRequest()
              .flatMap(Request.Restart::timeout)
              .orElseGet(() -> Replica.startTimeout(o));
      return Optional.of(
          Decision.of(Kind.RESTARTING)
              .run(new PostgresTask.Restart(upstream, o.config(), timeout)));
    }
    Configured wanted = new Configured(o.config(), upstream);
    if (o.memory().configured().filter(wanted::equals).isPresent()
        || o.memory().failures().holdBack(o.now())) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(Kind.CONFIGURING).run(new PostgresTask.Configure(upstream, o.config())));
  }

  /** A planned restart whose time has come, for the postmaster that it was planned for. */
  private static boolean isRestartDue(Observation o) {
    return planned(o).filter(r -> !o.isPaused() && !r.schedule().isAfter(o.wallTime())).isPresent();
  }

  /** The restart that is still to come; what was missed, or meant for another server, is none. */
  public static Optional<ScheduledRestart> planned(Observation o) {
    return o.memory()
        .scheduledRestart()
        .filter(r -> !r.schedule().plus(o.config().ttl()).isBefore(o.wallTime()))
        .filter(r -> isSamePostmaster(o, r));
  }

  private static boolean isSamePostmaster(Observation o, ScheduledRestart restart) {
    Optional<Running> server = o.server().running();
    return server.isPresent()
        && restart
            .postmasterStartTime()
            .map(t -> t.equals(server.get().startTime().toString()))
            .orElse(true);
  }
}
