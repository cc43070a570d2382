package io.hactl.core.reason;

/** The agent was asked to end. */
public sealed interface Ending extends Reason {

  /** PostgreSQL stops first. */
  record StoppingAtEnd() implements Ending {}

  /** Then the lease is given back. */
  record ReleasingAtEnd() implements Ending {}

  /** There is nothing left to do. */
  record Ended() implements Ending {}

  /** There is nothing left to do, and PostgreSQL runs on, as the cluster is paused. */
  record EndedInPause() implements Ending {}
}
