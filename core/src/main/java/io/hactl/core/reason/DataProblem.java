package io.hactl.core.reason;

import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/** Why the data here is of no more use. */
public sealed interface DataProblem {

  /** What initdb or a base backup left is not complete. */
  record CreationInterrupted() implements DataProblem {}

  /** This node made the data for a cluster that another member created first. */
  record CreatedElsewhere() implements DataProblem {}

  /**
   * The data's WAL has left the leader's history.
   *
   * @param left where; empty: unknown
   */
  record LeftHistory(Optional<Lsn> left) implements DataProblem {}

  /** A primary's crash recovery fails. */
  record RecoveryFails() implements DataProblem {}

  /** Whether the data has left the leader's history cannot be found out. */
  record NotComparable() implements DataProblem {}

  /** The data was rewound only in part. */
  record RewindInterrupted() implements DataProblem {}

  /** The data was rewound, and no server starts on it. */
  record NoStartAfterRewind() implements DataProblem {}

  /**
   * One of these problems, after a try to make the data of use.
   *
   * @param failure what the last try said
   */
  record AfterFailure(DataProblem problem, String failure) implements DataProblem {}

  /**
   * The tries to rejoin are used up.
   *
   * @param failure what the last try said
   */
  record RejoinFailed(String failure) implements DataProblem {}
}
