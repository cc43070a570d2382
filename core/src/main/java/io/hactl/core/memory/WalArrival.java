package io.hactl.core.memory;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Reason.Kind;
import io.hactl.core.model.ServerState.Running;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether WAL still arrives at this standby, which a former leader's server sends that is alive:
 * {@code primary_race_backoff} waits for that to end before it races.
 *
 * @param position how far the WAL went when it was last looked at
 * @param since the first look that found it there; empty: never looked at
 */
public record WalArrival(Lsn position, Optional<Tick> since) {

  public static final WalArrival NOTHING = new WalArrival(Lsn.ZERO, Optional.empty());

  /** No WAL for so long: the stream has dried up. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  WalArrival afterSeeing(Running server, Tick at) {
    return since.isPresent() && position.equals(server.position())
        ? this
        : new WalArrival(server.position(), Optional.of(at));
  }

  /** To wait, while the former leader's server still sends WAL; empty: the race may begin. */
  public static Optional<Decision> postpone(Observation o, Running server, Tick unlockedSince) {
    Tick end = unlockedSince.plus(o.config().primaryRaceBackoff());
    Tick looked = o.postgres().orElseThrow().at();
    Tick since = o.memory().walArrival().since().orElse(looked);
    boolean arriving = server.streaming() && looked.isBefore(since.plus(QUIET));
    if (!o.now().isBefore(end) || !arriving) {
      return Optional.empty();
    }
    Tick again = Tick.min(end, looked.plus(QUIET));
    return Optional.of(
        Decision.of(Kind.WAL_STILL_ARRIVES)
            .and(new Action.WakeAt(again), new Action.LookBy(again)));
  }
}
