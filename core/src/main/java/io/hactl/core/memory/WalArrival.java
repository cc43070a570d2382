package io.hactl.core.memory;

import io.hactl.core.model.ServerState.Running;
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
  public static final Duration QUIET = Duration.ofSeconds(1);

  public WalArrival afterSeeing(Running server, Tick at) {
    return since.isPresent() && position.equals(server.position())
        ? this
        : new WalArrival(server.position(), Optional.of(at));
  }

  /**
   * Whether WAL arrived a moment ago, as seen by a look.
   *
   * @param looked when that look began
   */
  public boolean isArriving(Running server, Tick looked) {
    return server.streaming() && looked.isBefore(since.orElse(looked).plus(QUIET));
  }
}
