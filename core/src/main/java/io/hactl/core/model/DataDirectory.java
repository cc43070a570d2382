package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/** What lies in the data directory, as far as it can be told without a server. */
public sealed interface DataDirectory {

  /**
   * Missing or empty.
   *
   * @param formerly the identity of the cluster whose data was given up here for a new copy
   */
  record Empty(Optional<String> formerly) implements DataDirectory {}

  /**
   * Not empty, and not (or not yet, or no longer) a database cluster.
   *
   * @param problem one sentence: what is there, what to do
   */
  record Unusable(String problem) implements DataDirectory {}

  /**
   * This agent began to fill it (initdb or a base backup) and was interrupted; nothing in it was
   * ever part of the cluster.
   */
  record Incomplete() implements DataDirectory {}

  /**
   * {@code pg_rewind} was interrupted: some files are the leader's, some are not, and the control
   * file does not tell. No server may be started on it before it is rewound again or replaced.
   */
  record HalfRewound() implements DataDirectory {}

  /**
   * A database cluster, from {@code pg_controldata}.
   *
   * @param systemIdentifier the cluster's identity
   * @param majorVersion from {@code PG_VERSION}
   * @param state the control file's word on how it was last used
   * @param timeline the latest checkpoint's timeline; for a stopped standby the larger of that and
   *     the minimum recovery ending point's
   * @param endLsn shut down as a primary: the latest checkpoint's location; a standby: the larger
   *     of that and the minimum recovery ending location; in production: a lower bound
   * @param standbySignal whether {@code standby.signal} is there
   */
  record Initialized(
      String systemIdentifier,
      int majorVersion,
      ControlState state,
      int timeline,
      Lsn endLsn,
      boolean standbySignal)
      implements DataDirectory {}

  /** The control file's {@code Database cluster state}. */
  enum ControlState {
    STARTING_UP,
    SHUT_DOWN,
    SHUT_DOWN_IN_RECOVERY,
    SHUTTING_DOWN,
    IN_CRASH_RECOVERY,
    IN_ARCHIVE_RECOVERY,
    IN_PRODUCTION,
    UNKNOWN;

    /** Whether the last one to use the directory was a primary. */
    public boolean wasPrimary() {
      return switch (this) {
        case SHUT_DOWN, SHUTTING_DOWN, IN_CRASH_RECOVERY, IN_PRODUCTION -> true;
        case STARTING_UP, SHUT_DOWN_IN_RECOVERY, IN_ARCHIVE_RECOVERY, UNKNOWN -> false;
      };
    }

    /** Whether it was shut down cleanly. */
    public boolean isClean() {
      return this == SHUT_DOWN || this == SHUT_DOWN_IN_RECOVERY;
    }
  }
}
