package io.hactl.core.reason;

import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/** Why the data here is of no more use. */
public sealed interface DataProblem {

  /** What initdb or a base backup left is not complete. */
  record CreationInterrupted() implements DataProblem {}

  /** This node made it for a cluster that another member created first. */
  record CreatedElsewhere() implements DataProblem {}

  /**
   * Its WAL has left the leader's history.
   *
   * @param left where; empty: unknown
   */
  record LeftHistory(Optional<Lsn> left) implements DataProblem {}

  /** A primary's crash recovery fails. */
  record RecoveryFails() implements DataProblem {}

  /** It cannot be found out whether it has left the leader's history. */
  record NotComparable() implements DataProblem {}

  /** It was rewound only in part. */
  record RewindInterrupted() implements DataProblem {}

  /** It was rewound, and no server starts on it. */
  record NoStartAfterRewind() implements DataProblem {}

  /**
   * One of these, after a try to make it of use.
   *
   * @param failure what the last one said
   */
  record AfterFailure(DataProblem problem, String failure) implements DataProblem {}

  /**
   * The tries to rejoin are used up.
   *
   * @param failure what the last one said
   */
  record RejoinFailed(String failure) implements DataProblem {}
}
