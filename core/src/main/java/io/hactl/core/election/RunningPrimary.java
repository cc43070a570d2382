package io.hactl.core.election;

import io.hactl.core.model.ServerState.Running;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import java.util.Optional;

/** Judges whether a server that runs as a primary may take the free lease, without a race. */
public final class RunningPrimary {

  private RunningPrimary() {}

  /** Why a running primary must not take the free lease; empty: it may. */
  public static Optional<NotTakingCause> objection(Situation s) {
    Optional<Running> server = s.server().running();
    if (server.isEmpty()) {
      return Optional.of(new NotTakingCause.ServerSilent());
    }
    if (!s.fence().ready()) {
      return Optional.of(new NotTakingCause.FenceNotReady(s.fence().problem()));
    }
    Cluster cluster = s.cluster();
    int timeline = server.get().timeline();
    int newest = cluster.history().value().newestTimeline();
    if (timeline < newest) {
      return Optional.of(new NotTakingCause.PrimaryBehind(timeline, newest));
    }
    return memberAhead(s, timeline).or(() -> Race.outOfSync(s));
  }

  /** Another member that says it is a primary, or on a newer timeline than {@code timeline}. */
  public static Optional<NotTakingCause> memberAhead(Situation s, int timeline) {
    return s.cluster().members().values().stream()
        .filter(m -> !m.name().equals(s.self().name()))
        .filter(m -> m.timeline().orElse(0) > timeline || isRunningPrimary(m))
        .findFirst()
        .map(m -> new NotTakingCause.PrimaryOrNewer(m.name()));
  }

  private static boolean isRunningPrimary(Member m) {
    return m.isRunning() && m.role().filter(r -> r == MemberRole.PRIMARY).isPresent();
  }
}
