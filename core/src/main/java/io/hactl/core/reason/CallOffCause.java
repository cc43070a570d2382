package io.hactl.core.reason;

import io.hactl.dcs.election.Objection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;

/** Why a switchover that an operator asked for does not take place. */
public sealed interface CallOffCause {

  /**
   * The request is to another leader.
   *
   * @param leader its name
   */
  record AnotherLeaderNamed(String leader) implements CallOffCause {}

  /** The candidate is this leader. */
  record CandidateLeads() implements CallOffCause {}

  /**
   * The switchover was planned, and nothing could be done when its time had come.
   *
   * @param at for when
   */
  record TimeMissed(OffsetDateTime at) implements CallOffCause {}

  /** In a paused cluster nobody chooses a candidate. */
  record PausedWithoutCandidate() implements CallOffCause {}

  /**
   * Nobody who was asked for could lead.
   *
   * @param objections by name, what speaks against each
   */
  record NobodyFit(SortedMap<String, List<Objection>> objections) implements CallOffCause {}

  /** The server was not shut down cleanly. */
  record UncleanStop() implements CallOffCause {}
}
