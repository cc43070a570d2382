package io.hactl.core.reason;

/** An operator has paused the cluster. */
public sealed interface Pausing extends Reason {

  /** Nothing is done by itself. */
  record InPause() implements Pausing {}

  /** The same, and the lease is kept. */
  record LeaderInPause() implements Pausing {}
}
