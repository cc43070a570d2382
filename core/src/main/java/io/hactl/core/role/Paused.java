package io.hactl.core.role;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.keys.LeaderKey;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.model.Upstream;
import io.hactl.core.replication.PermanentSlots;
import io.hactl.core.replication.Slots;
import io.hactl.core.replication.Upstreams;
import io.hactl.core.situation.Observation;
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

  static Decision decide(Observation o) {
    if (!(o.data() instanceof Initialized data)) {
      return withoutData(o);
    }
    if (o.dcs().systemIdentifier().isEmpty() && o.server().isPrimary()) {
      return Bootstrapping.adopt(o, data);
    }
    if (o.dcs().systemIdentifier().filter(data.systemIdentifier()::equals).isEmpty()) {
      return o.holdsLease()
          ? Primary.release(o, "paused, and the data is another cluster's", Optional.empty())
          : Decision.of(Kind.PAUSED);
    }
    if (o.holdsLease()) {
      return leader(o, data);
    }
    if (o.anotherLeads()) {
      return replica(o, data);
    }
    return nobodyLeads(o, data);
  }

  /** A copy that an operator asked for is completed; a leader without data is none. */
  private static Decision withoutData(Observation o) {
    if (o.data() instanceof DataDirectory.Empty
        && o.server().isStopped()
        && (o.holdsLease() || o.memory().reinitializing())) {
      return Bootstrapping.withoutData(o);
    }
    return o.data() instanceof DataDirectory.Incomplete && o.memory().reinitializing()
        ? Bootstrapping.incomplete(o)
        : Decision.of(Kind.PAUSED);
  }

  private static Decision leader(Observation o, Initialized data) {
    return switch (o.server()) {
      case Running r when !r.inRecovery() ->
          Switchover.decide(o)
              .or(() -> SyncSteps.turnOff(o))
              .or(() -> Upkeep.decide(o, Optional.empty()))
              .or(() -> Slots.decide(o, r))
              .or(() -> SyncSteps.decide(o, r))
              .or(() -> Switchover.untilPlanned(o))
              .orElseGet(() -> Decision.of(Kind.PAUSED_LEADER))
              .and(SyncSteps.look(o));
      case Running r -> Primary.decide(o, data);
      case ServerState.Stopped ignored when Switchover.isPending(o) ->
          Switchover.afterStop(o, data);
      // Stopped for a switchover that came to nothing: it was not the operator who stopped it.
      case ServerState.Stopped ignored when o.memory().handedOver() && !data.standbySignal() ->
          Primary.decide(o, data);
      case ServerState.Stopped ignored ->
          Primary.release(o, "paused, and PostgreSQL does not run", Optional.empty());
      case ServerState.Starting ignored -> Decision.of(Kind.PAUSED_LEADER);
      case ServerState.Unresponsive ignored -> Decision.of(Kind.PAUSED_LEADER);
    };
  }

  private static Decision replica(Observation o, Initialized data) {
    boolean asked =
        o.memory().reinitializing() || o.memory().handedOver() || o.restartRequest().isPresent();
    if (asked && !o.server().isPrimary()) {
      return Replica.decide(o, data);
    }
    Optional<Upstream> upstream = Upstreams.toFollow(o);
    boolean known = upstream.isPresent() || o.self().tags().nostream();
    return o.server().isStandby() && known
        ? Upkeep.decide(o, upstream)
            .or(() -> PermanentSlots.decide(o, o.server().running().orElseThrow()))
            .orElseGet(() -> Decision.of(Kind.PAUSED))
        : Decision.of(Kind.PAUSED);
  }

  private static Decision nobodyLeads(Observation o, Initialized data) {
    boolean chosen =
        o.dcs().failover().value().candidate().filter(o.self().name()::equals).isPresent();
    boolean primary = o.server().isPrimary();
    boolean ownKey = o.dcs().leader().isPresent();
    if (primary || ownKey || (chosen && o.server().isStandby())) {
      return Candidate.decide(o, data);
    }
    return o.memory().handedOver() && o.server().isStopped()
        ? takeBack(o, data)
        : Decision.of(Kind.PAUSED);
  }

  /**
   * This leader was stopped for a switchover, and nobody has come to lead: it takes the lease back,
   * unless somebody has led meanwhile. It has every write, as it was shut down in order.
   */
  private static Decision takeBack(Observation o, Initialized data) {
    Tick turn = o.memory().unlockedSince().orElse(o.now()).plus(Candidate.PATIENCE);
    boolean newest = data.timeline() >= o.dcs().history().value().newestTimeline();
    boolean unchanged = data.state() == ControlState.SHUT_DOWN && newest;
    if (!unchanged || Candidate.memberAhead(o, data.timeline()).isPresent()) {
      return Decision.of(Kind.PAUSED);
    }
    boolean canWrite = o.lease().isAlive(o.now()) && o.connected() && !o.isWriting(Purpose.LEADER);
    if (o.now().isBefore(turn) || !canWrite) {
      return Decision.of(Kind.PAUSED).and(o.wakeIn(Duration.ofSeconds(1)));
    }
    return o.fence().ready()
        ? Decision.of(Kind.TAKING_LEASE_BACK).and(LeaderKey.takeAsPrimary(o))
        : o.waitForFence();
  }
}
