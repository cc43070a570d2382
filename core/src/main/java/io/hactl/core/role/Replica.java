package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.TaskKind;
import io.hactl.core.model.Upstream;
import io.hactl.core.reason.Replicating.ChangingUpstream;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Following;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.core.reason.Replicating.StoppingToRejoin;
import io.hactl.core.reason.Replicating.WaitingForLeader;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.core.replication.Slots;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Situation;
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

  /** How often a standby that does not stream compares its timeline with the leader's. */
  private static final Duration COMPARE_AGAIN = Duration.ofSeconds(5);

  private Replica() {}

  static Decision decide(Situation s, Initialized data) {
    if (s.memory().reinitializing()) {
      return reinitialize(s);
    }
    return switch (s.server()) {
      case ServerState.Stopped ignored -> Rejoin.decide(s, data);
      case ServerState.Starting ignored -> starting(s, data);
      case ServerState.Unresponsive ignored -> Decision.of(new WaitingForStart());
      case Running r -> standby(s, r);
    };
  }

  private static Decision reinitialize(Situation s) {
    Decision decision = Decision.of(new Reinitializing());
    Optional<Decision> waiting = Waits.backingOff(s, TaskKind.STOP, TaskKind.DISCARD);
    if (waiting.isPresent()) {
      return waiting.get();
    }
    if (Upstreams.toCopy(s, s.memory().reinitFromLeader()).isEmpty()) {
      return Decision.of(new WaitingForLeader(s.leaderName()));
    }
    if (!s.server().isStopped()) {
      return decision.run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ZERO));
    }
    return SyncKey.mayDiscardData(s)
        ? decision.run(new PostgresTask.Discard(Rejoin.found(s)))
        : SyncKey.waitToLeave(s);
  }

  /**
   * A standby that needs more WAL before it takes connections gets it from whoever leads now; the
   * one it was started for may be gone for good.
   */
  private static Decision starting(Situation s, Initialized data) {
    Optional<Upstream> wanted = Upstreams.toFollow(s);
    boolean changed =
        s.memory().configured().filter(c -> !sameUpstream(c.upstream(), wanted)).isPresent();
    return changed
            && wanted.isPresent()
            && data.standbySignal()
            && Upstreams.leaderRunsAsPrimary(s.cluster())
            && !s.memory().failures().holdBack(s.now(), TaskKind.FOLLOW)
        ? follow(s, wanted)
        : Decision.of(new WaitingForStart());
  }

  private static Decision follow(Situation s, Optional<Upstream> wanted) {
    return Decision.of(new ChangingUpstream(wanted.map(Upstream::name)))
        .run(new PostgresTask.Follow(wanted, s.config()));
  }

  private static Decision standby(Situation s, Running server) {
    Optional<Upstream> wanted = Upstreams.toFollow(s);
    // A leader that does not say where it listens is no reason to give up the upstream there is.
    boolean known = wanted.isPresent() || s.self().tags().nostream();
    boolean promoted = known && Upstreams.leaderRunsAsPrimary(s.cluster());
    boolean differs = !sameUpstream(server.upstream(), wanted);
    if (differs && promoted && !s.memory().failures().holdBack(s.now(), TaskKind.FOLLOW)) {
      return follow(s, wanted);
    }
    if (differs && !promoted) {
      return Decision.of(new WaitingForLeader(s.leaderName()));
    }
    Optional<Decision> apart = divergence(s, server);
    if (apart.isPresent()) {
      return apart.get();
    }
    return Upkeep.decide(s, wanted)
        .or(() -> Slots.decide(s, server))
        .or(() -> PermanentSlots.decide(s, server))
        .orElseGet(() -> Decision.of(new Following(wanted.map(Upstream::name))));
  }

  /** The same place and slot; the name is only for people. */
  private static boolean sameUpstream(Optional<Upstream> a, Optional<Upstream> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() && b.isEmpty();
    }
    return a.get().endpoint().equals(b.get().endpoint()) && a.get().slot().equals(b.get().slot());
  }

  /** A standby that does not stream, on another timeline than the leader: has it left the path? */
  private static Optional<Decision> divergence(Situation s, Running server) {
    int leaderTimeline = s.cluster().leaderMember().flatMap(m -> m.timeline()).orElse(0);
    if (server.streaming()
        || leaderTimeline == 0
        || leaderTimeline == server.timeline()
        || !Upstreams.leaderRunsAsPrimary(s.cluster())
        || s.memory().failures().holdBack(s.now(), TaskKind.COMPARE_TIMELINES, TaskKind.STOP)) {
      return Optional.empty();
    }
    Optional<Memory.Comparison> compared = Rejoin.comparisonWithLeader(s);
    if (compared.isPresent() && compared.get().divergedAt().isPresent()) {
      return Optional.of(
          Decision.of(new StoppingToRejoin(compared.get().divergedAt()))
              .run(new PostgresTask.Stop(StopPurpose.REJOIN, false, Duration.ofSeconds(30))));
    }
    if (compared.isPresent() && compared.get().leaderTimeline() == leaderTimeline) {
      return Optional.empty();
    }
    return Upstreams.leader(s)
        .map(
            leader ->
                Decision.of(new Comparing(leader.name()))
                    .run(new PostgresTask.CompareTimelines(leader))
                    .and(Waits.atMost(s, COMPARE_AGAIN)));
  }
}
