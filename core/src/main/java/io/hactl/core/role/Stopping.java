package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Ending.Ended;
import io.hactl.core.reason.Ending.EndedInPause;
import io.hactl.core.reason.Ending.ReleasingAtEnd;
import io.hactl.core.reason.Ending.StoppingAtEnd;
import io.hactl.core.situation.NodeSituation;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Lsn;
import java.time.Duration;
import java.util.Optional;

/** The agent was asked to end: PostgreSQL first, then the lease, so that a replica takes over. */
final class Stopping {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private Stopping() {}

  static Decision decide(NodeSituation n) {
    if (n.seenCluster().isPresent() && n.isPaused()) {
      return Decision.of(new EndedInPause()).and(new Action.Exit(0));
    }
    if (!n.server().isStopped()) {
      Duration timeout = n.config().primaryStopTimeout();
      return Decision.of(new StoppingAtEnd())
          .run(
              new PostgresTask.Stop(
                  StopPurpose.SHUTDOWN,
                  n.server().isPrimary(),
                  timeout.isZero() ? STOP_TIMEOUT : timeout));
    }
    if (n.isWriting(Purpose.LEADER)) {
      return Decision.of(new ReleasingAtEnd());
    }
    return n.inCluster()
        .filter(s -> s.holdsLease() && s.connected())
        .map(Stopping::release)
        .orElseGet(() -> Decision.of(new Ended()).and(new Action.EndSession(), new Action.Exit(0)));
  }

  private static Decision release(Situation s) {
    return Decision.of(new ReleasingAtEnd()).and(LeaderKey.release(s, checkpoint(s)));
  }

  private static Optional<Lsn> checkpoint(NodeSituation n) {
    return n.data() instanceof Initialized d && d.state() == ControlState.SHUT_DOWN
        ? Optional.of(d.endLsn())
        : Optional.empty();
  }
}
