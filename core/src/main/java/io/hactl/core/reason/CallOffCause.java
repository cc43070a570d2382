package io.hactl.core.reason;

import java.time.OffsetDateTime;

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
   * It was planned, and nothing could be done when its time had come.
   *
   * @param at for when
   */
  record TimeMissed(OffsetDateTime at) implements CallOffCause {}

  /** In a paused cluster nobody chooses a candidate. */
  record PausedWithoutCandidate() implements CallOffCause {}

  /**
   * The member that was named does not answer, or cannot lead.
   *
   * @param candidate its name
   */
  record CandidateUnfit(String candidate) implements CallOffCause {}

  /** Nobody answers that could lead. */
  record NobodyFit() implements CallOffCause {}

  /**
   * Who would lead is on another timeline than the leader.
   *
   * @param member its name
   * @param timeline its timeline
   * @param leader the leader's timeline
   */
  record TimelineDiffers(String member, int timeline, int leader) implements CallOffCause {}

  /**
   * Who would lead lacks more WAL than is allowed.
   *
   * @param member its name
   * @param bytes how much it lacks
   * @param allowed {@code maximum_lag_on_failover}, bytes
   */
  record Lags(String member, long bytes, long allowed) implements CallOffCause {}

  /** The server did not stop in order. */
  record UncleanStop() implements CallOffCause {}
}
