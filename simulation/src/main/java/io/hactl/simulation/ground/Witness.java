package io.hactl.simulation.ground;

import io.hactl.core.decision.Decision;
import io.hactl.core.model.PeerAnswers;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.simulation.wal.WalPosition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Is told what happens in the world, at the moment it does, and judges it. Nodes are told by name.
 * Whoever tells asks nothing back but whether it is enough.
 */
public interface Witness {

  /** What is told to nobody. */
  Witness NONE = new Witness() {};

  /** Something must not be, whoever found it. */
  default void broken(String what) {}

  /** An agent's own code failed. */
  default void failed(String what, Throwable why) {}

  /** Whether something was broken: the run is over. */
  default boolean isBroken() {
    return false;
  }

  /** Something has happened: after each event. */
  default void check() {}

  /** A server runs as a primary without having been promoted just now. */
  default void becamePrimary(String node) {}

  default void promoted(String node, int timeline) {}

  /** {@code pre_promote} has ended, or was given up. */
  default void prePromoteEnded(String node, boolean well) {}

  /** A server was started on a directory that pg_rewind left half done. */
  default void startedHalfRewound(String node) {}

  /** A client's write, which ends at {@code position}, was acknowledged. */
  default void acknowledged(String node, WalPosition position) {}

  /** A standby streams what does not fit its own WAL. */
  default void corrupted(String what) {}

  /**
   * The data is thrown away.
   *
   * @param granted whether an operator has asked for that
   */
  default void discarded(String node, boolean granted) {}

  /** A permanent slot begins to hold WAL back there. */
  default void slotCreated(String node, String slot, long at) {}

  /** A standby's permanent slot is moved. */
  default void slotMoved(String node, String slot, long from, long to) {}

  /**
   * The slot's reader has come to this server, which goes up to {@code position}, and takes all.
   */
  default void slotRead(String node, String slot, WalPosition position) {}

  /** The slot has no reader any more. */
  default void slotUnread(String slot) {}

  /** An agent begins a new life. */
  default void agentStarted(String node) {}

  /** An operator asks for a restart at once. */
  default void restartAsked(String node) {}

  /** That was answered. */
  default void restartAnswered(String node) {}

  /** A restart is planned for this time by the node's wall clock. */
  default void restartPlanned(String node, Instant at) {}

  /** The planned restart was taken back. */
  default void restartCancelled(String node) {}

  /** The others have answered. */
  default void peersAnswered(String node, Map<String, PeerStatus> answers) {}

  /** An agent decides by these answers. */
  default void decidesBy(String node, PeerAnswers peerAnswers) {}

  /**
   * An agent has decided.
   *
   * @param o what is true, whatever the decision was made from
   */
  default void decided(String node, Observation o, Decision decision) {}

  /**
   * This node asks for the free lease.
   *
   * @param chosen whether an operator named it, so that it needs to ask nobody
   */
  default void leaseAsked(String node, boolean chosen) {}

  /**
   * The leader key was written.
   *
   * @param before whose it was
   * @param request what an operator asked for, and is done with by this
   */
  default void leaseTaken(String node, Optional<String> before, Failover request) {}

  /** The leader key was given back after a clean shutdown, while {@code request} stood. */
  default void leaseHandedOver(String node, Failover request) {}

  /**
   * The cluster's identity was written.
   *
   * @param before the identity before; empty: there was none
   */
  default void identityAfter(Optional<String> before) {}
}
