package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.election.RunningPrimary;
import io.hactl.core.election.Vacancy;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.core.reason.Electing.TakingLeaseBack;
import io.hactl.core.reason.Pausing.InPause;
import io.hactl.core.reason.Pausing.LeaderInPause;
import io.hactl.core.reason.YieldCause;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.core.replication.Slots;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Situation;
import io.hactl.core.sync.SyncSteps;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * An operator paused the cluster: PostgreSQL is neither started, stopped, promoted nor demoted
 * without being asked. The lease is kept while the primary runs, and what an operator asks for is
 * done.
 */
final class Paused {

  private Paused() {}

  static Decision decide(Situation s) {
    if (!(s.data() instanceof Initialized data)) {
      return withoutData(s);
    }
    if (s.cluster().systemIdentifier().isEmpty() && s.server().isPrimary()) {
      return Bootstrapping.adopt(s, data);
    }
    if (s.cluster().systemIdentifier().filter(data.systemIdentifier()::equals).isEmpty()) {
      return s.holdsLease()
          ? Primary.release(s, new YieldCause.ForeignDataInPause())
          : Decision.of(new InPause());
    }
    if (s.holdsLease()) {
      return leader(s, data);
    }
    if (s.anotherLeads()) {
      return replica(s, data);
    }
    return nobodyLeads(s, data);
  }

  /** A copy that an operator asked for is completed; a leader without data is none. */
  private static Decision withoutData(Situation s) {
    if (s.data() instanceof DataDirectory.Empty
        && s.server().isStopped()
        && (s.holdsLease() || s.memory().reinitializing())) {
      return Bootstrapping.withoutData(s);
    }
    return s.data() instanceof DataDirectory.Incomplete && s.memory().reinitializing()
        ? Bootstrapping.incomplete(s)
        : Decision.of(new InPause());
  }

  private static Decision leader(Situation s, Initialized data) {
    return switch (s.server()) {
      case Running r when !r.inRecovery() ->
          Switchover.decide(s)
              .or(() -> SyncSteps.turnOff(s))
              .or(() -> Upkeep.decide(s, Optional.empty()))
              .or(() -> Slots.decide(s, r))
              .or(() -> SyncSteps.decide(s, r))
              .or(() -> Switchover.untilPlanned(s))
              .orElseGet(() -> Decision.of(new LeaderInPause()))
              .and(SyncSteps.look(s));
      case Running r -> Primary.decide(s, data);
      case ServerState.Stopped ignored when Switchover.isPending(s) ->
          Switchover.afterStop(s, data);
      // Stopped for a switchover that came to nothing: it was not the operator who stopped it.
      case ServerState.Stopped ignored when s.memory().handedOver() && !data.standbySignal() ->
          Primary.decide(s, data);
      case ServerState.Stopped ignored -> Primary.release(s, new YieldCause.StoppedInPause());
      case ServerState.Starting ignored -> Decision.of(new LeaderInPause());
      case ServerState.Unresponsive ignored -> Decision.of(new LeaderInPause());
    };
  }

  private static Decision replica(Situation s, Initialized data) {
    boolean asked =
        s.memory().reinitializing() || s.memory().handedOver() || s.restartRequest().isPresent();
    if (asked && !s.server().isPrimary()) {
      return Replica.decide(s, data);
    }
    Optional<Upstream> upstream = Upstreams.toFollow(s);
    boolean known = upstream.isPresent() || s.self().tags().nostream();
    return s.server().isStandby() && known
        ? Upkeep.decide(s, upstream)
            .or(() -> PermanentSlots.decide(s, s.server().running().orElseThrow()))
            .orElseGet(() -> Decision.of(new InPause()))
        : Decision.of(new InPause());
  }

  private static Decision nobodyLeads(Situation s, Initialized data) {
    boolean chosen =
        s.cluster().failover().value().candidate().filter(s.self().name()::equals).isPresent();
    boolean primary = s.server().isPrimary();
    boolean ownKey = s.cluster().leader().isPresent();
    if (primary || ownKey || (chosen && s.server().isStandby())) {
      return Candidate.decide(s, data);
    }
    return s.memory().handedOver() && s.server().isStopped()
        ? takeBack(s, data)
        : Decision.of(new InPause());
  }

  /**
   * This leader was stopped for a switchover, and nobody has come to lead: it takes the lease back,
   * unless somebody has led meanwhile. It has every write, as it was shut down cleanly.
   */
  private static Decision takeBack(Situation s, Initialized data) {
    Tick turn = s.memory().unlockedSince().orElse(s.now()).plus(Vacancy.PATIENCE);
    boolean newest = data.timeline() >= s.cluster().history().value().newestTimeline();
    boolean unchanged = data.state() == ControlState.SHUT_DOWN && newest;
    if (!unchanged || RunningPrimary.memberAhead(s, data.timeline()).isPresent()) {
      return Decision.of(new InPause());
    }
    if (s.now().isBefore(turn) || !s.canWrite(Purpose.LEADER)) {
      return Decision.of(new InPause()).and(Waits.atMost(s, Duration.ofSeconds(1)));
    }
    return s.fence().ready()
        ? Decision.of(new TakingLeaseBack()).and(LeaderKey.takeAsPrimary(s))
        : Waits.forFence(s);
  }
}
