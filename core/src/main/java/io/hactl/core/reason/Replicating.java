package io.hactl.core.reason;

import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;

/** Another member leads, and this node follows it or is on its way there. */
public sealed interface Replicating extends Reason {

  /**
   * This node follows, and there is nothing else to do.
   *
   * @param upstream the member it replicates from; empty: it takes its WAL from the archive
   */
  record Following(Optional<String> upstream) implements Replicating {}

  /**
   * @param upstream the member it replicates from now; empty: nobody
   */
  record ChangingUpstream(Optional<String> upstream) implements Replicating {}

  /**
   * This node's server starts.
   *
   * @param leader whose standby it is to be; empty: there is none
   */
  record StartingStandby(Optional<String> leader) implements Replicating {}

  /** This node's server was a primary and did not shut down, so that it has to recover first. */
  record RecoveringCrash() implements Replicating {}

  /** This node asks the leader where the timeline of this node ended. */
  record Comparing(String leader) implements Replicating {}

  /**
   * The leader does not run as a primary yet.
   *
   * @param leader empty: there is none
   */
  record WaitingForLeader(Optional<String> leader) implements Replicating {}

  /**
   * Its WAL has left the leader's history, and is rewound.
   *
   * @param left where it left it; empty: unknown
   */
  record Rewinding(Optional<Lsn> left) implements Replicating {}

  /** An earlier rewind was interrupted, and is begun again. */
  record RewindingAgain() implements Replicating {}

  /**
   * Its WAL has left the leader's history, and the server has to stop for what follows from that.
   *
   * @param left where it left it; empty: unknown
   */
  record StoppingToRejoin(Optional<Lsn> left) implements Replicating {}

  /** A server runs on data that was rewound only in part. */
  record StoppingHalfRewound() implements Replicating {}

  /** The data goes out of use under a new name. */
  record SettingAside(DataProblem problem) implements Replicating {}

  /** The data is removed, as the settings ask for. */
  record RemovingData(DataProblem problem) implements Replicating {}

  /** The settings leave it to an operator what becomes of the data. */
  record Diverged(DataProblem problem) implements Replicating {}

  /** An operator asked for a new copy. */
  record Reinitializing() implements Replicating {}
}
