package io.hactl.core.reason;

import io.hactl.core.model.Fault;
import io.hactl.core.model.PostgresTask;

/** Nothing is begun before something else has happened. */
public sealed interface Waiting extends Reason {

  /** The DCS has to answer first. */
  record WaitingForDcs() implements Waiting {}

  /** PostgreSQL has to be looked at first. */
  record WaitingForView() implements Waiting {}

  /** There is no session in the DCS that lasts. */
  record WaitingForSession() implements Waiting {}

  /** PostgreSQL runs and takes no connections yet. */
  record WaitingForStart() implements Waiting {}

  /** A task has begun and not ended. */
  record UnderWay(PostgresTask task) implements Waiting {}

  /**
   * The last try failed, and the next one is held back.
   *
   * @param failure what it said
   */
  record BackingOff(String failure) implements Waiting {}

  /** An unhealthy leader holds its next start back: no healthy member can take over. */
  record BackingOffAlone(Fault fault) implements Waiting {}

  /** What a standby needs to follow is held back until its storage is healthy. */
  record WaitingForStorage(Fault fault) implements Waiting {}

  /**
   * Nothing that takes writes is started: what would stop it is not ready.
   *
   * @param problem what the fence says
   */
  record WaitingForFence(String problem) implements Waiting {}
}
