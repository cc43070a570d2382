package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.memory.Memory.Configured;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Request;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.reason.Maintaining.Configuring;
import io.hactl.core.reason.Maintaining.Restarting;
import io.hactl.core.situation.Situation;
import java.util.Optional;

/** What a running server needs in either role: restarts that were asked for, changed settings. */
public final class Upkeep {

  private Upkeep() {}

  /**
   * @param upstream who the server follows; empty on a primary
   */
  static Optional<Decision> decide(Situation s, Optional<Upstream> upstream) {
    if (s.restartRequest().isPresent() || isRestartDue(s)) {
      if (upstream.isEmpty() && s.server().isPrimary() && !s.fence().ready()) {
        return Optional.of(Waits.forFence(s));
      }
      var timeout =
          s.restartRequest().flatMap(Request.Restart::timeout).orElseGet(() -> s.startTimeout());
      return Optional.of(
          Decision.of(new Restarting())
              .run(new PostgresTask.Restart(upstream, s.config(), timeout)));
    }
    Configured wanted = new Configured(s.config(), upstream);
    if (s.memory().configured().filter(wanted::equals).isPresent()
        || s.memory().failures().holdBack(s.now(), TaskKind.CONFIGURE)) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(new Configuring()).run(new PostgresTask.Configure(upstream, s.config())));
  }

  /** A planned restart whose time has come, for the postmaster that it was planned for. */
  private static boolean isRestartDue(Situation s) {
    return s.plannedRestart()
        .filter(r -> !s.isPaused() && !r.schedule().isAfter(s.wallTime()))
        .isPresent();
  }
}
