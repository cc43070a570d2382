package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.learning.MemoryRules;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.core.replication.Slots;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Observation;
import io.hactl.core.sync.SyncKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Another member leads.
 *
 * <pre>
 *   stopped            -> Rejoin (may have diverged) -> start as a standby
 *   standby running    -> follow the leader once it is promoted
 *   does not stream    -> compare timelines -> Rejoin where they have diverged
 * </pre>
 */
final class Replica {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(300);

  /** How often a standby that does not stream compares its timeline with the leader's. */
  private static final Duration COMPARE_AGAIN = Duration.ofSeconds(5);

  private Replica() {}

  static Duration startTimeout(Observation o) {
    Duration timeout = o.config().primaryStartTimeout();
    return timeout.isZero() ? START_TIMEOUT : timeout;
  }

  static Decision decide(Observation o, Initialized data) {
    if (o.memory().reinitializing()) {
      return reinitialize(o);
    }
    return switch (o.server()) {
      case ServerState.Stopped ignored -> Rejoin.decide(o, data);
      case ServerState.Starting ignored -> starting(o, data);
      case ServerState.Unresponsive ignored -> Decision.of(Kind.WAITING_FOR_START);
      case Running r -> standby(o, r);
    };
  }

  private static Decision reinitialize(Observation o) {
    Decision decision = Decision.of(Kind.REINITIALIZING);
    if (o.memory().failures().holdBack(o.now())) {
      return o.memory().failures().waiting();
    }
    if (Upstreams.toCopy(o, o.memory().reinitFromLeader()).isEmpty()) {
      return Decision.of(Kind.WAITING_FOR_LEADER, leaderName(o));
    }
    if (!o.server().isStopped()) {
      return decision.run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    return SyncKey.letsGo(o)
        ? decision.run(new PostgresTask.Discard(Rejoin.found(o)))
        : SyncKey.waitToLeave(o);
  }

  /**
   * A standby that needs more WAL before it takes connections gets it from whoever leads now; the
   * one it was started for may be gone for good.
   */
  private static Decision starting(Observation o, Initialized data) {
    Optional<Upstream> wanted = Upstreams.toFollow(o);
    boolean changed =
        o.memory().configured().filter(c -> !sameUpstream(c.upstream(), wanted)).isPresent();
    return changed
            && wanted.isPresent()
            && data.standbySignal()
            && Upstreams.leaderRunsAsPrimary(o.dcs())
            && !o.memory().failures().holdBack(o.now())
        ? follow(o, wanted)
        : Decision.of(Kind.WAITING_FOR_START);
  }

  private static Decision follow(Observation o, Optional<Upstream> wanted) {
    return Decision.of(Kind.CHANGING_UPSTREAM, wanted.map(Upstream::name).orElse("nobody"))
        .run(new PostgresTask.Follow(wanted, o.config()));
  }

  private static Decision standby(Observation o, Running server) {
    Optional<Upstream> wanted = Upstreams.toFollow(o);
    // A leader that does not say where it listens is no reason to let go of what there is.
    boolean known = wanted.isPresent() || o.self().tags().nostream();
    boolean promoted = known && Upstreams.leaderRunsAsPrimary(o.dcs());
    boolean differs = !sameUpstream(server.upstream(), wanted);
    if (differs && promoted && !o.memory().failures().holdBack(o.now())) {
      return follow(o, wanted);
    }
    if (differs && !promoted) {
      return Decision.of(Kind.WAITING_FOR_LEADER, leaderName(o));
    }
    Optional<Decision> apart = divergence(o, server);
    if (apart.isPresent()) {
      return apart.get();
    }
    return Upkeep.decide(o, wanted)
        .or(() -> Slots.decide(o, server))
        .or(() -> PermanentSlots.decide(o, server))
        .orElseGet(
            () -> Decision.of(Kind.FOLLOWING, wanted.map(Upstream::name).orElse("the archive")));
  }

  /** The same place and slot; the name is only for people. */
  private static boolean sameUpstream(Optional<Upstream> a, Optional<Upstream> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() && b.isEmpty();
    }
    return a.get().endpoint().equals(b.get().endpoint()) && a.get().slot().equals(b.get().slot());
  }

  /** A standby that does not stream, on another timeline than the leader: has it left the path? */
  private static Optional<Decision> divergence(Observation o, Running server) {
    int leaderTimeline = o.dcs().leaderMember().flatMap(m -> m.timeline()).orElse(0);
    if (server.streaming()
        || leaderTimeline == 0
        || leaderTimeline == server.timeline()
        || !Upstreams.leaderRunsAsPrimary(o.dcs())
        || o.memory().failures().holdBack(o.now())) {
      return Optional.empty();
    }
    Optional<Memory.Comparison> compared = Rejoin.comparisonWithLeader(o);
    if (compared.isPresent() && compared.get().divergedAt().isPresent()) {
      return Optional.of(
          Decision.of(Kind.STOPPING_TO_REJOIN, MemoryRules.at(compared.get().divergedAt()))
              .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ofSeconds(30))));
    }
    if (compared.isPresent() && compared.get().leaderTimeline() == leaderTimeline) {
      return Optional.empty();
    }
    return Upstreams.leader(o)
        .map(
            leader ->
                Decision.of(Kind.COMPARING, leader.name())
                    .run(new PostgresTask.CompareTimelines(leader))
                    .and(o.wakeIn(COMPARE_AGAIN)));
  }

  static String leaderName(Observation o) {
    return o.dcs().leader().map(l -> l.name()).orElse("nobody");
  }
}
