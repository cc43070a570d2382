package io.hactl.core.model;

import java.time.Duration;
import java.util.Optional;

/** Something an operator asked this node for, accepted and not finished yet. */
public sealed interface Request {

  /** Tells requests apart when they are answered. */
  long id();

  /**
   * Stop and start PostgreSQL in the role it has.
   *
   * @param timeout how long the start may take; empty: {@code primary_start_timeout}
   */
  record Restart(long id, Optional<Duration> timeout) implements Request {}

  /**
   * Replace this replica's data by a new copy.
   *
   * @param fromLeader copy from the leader only
   */
  record Reinitialize(long id, boolean fromLeader) implements Request {}
}
