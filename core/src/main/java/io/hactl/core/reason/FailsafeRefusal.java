package io.hactl.core.reason;

/** Why this member does not let a leader go on without the DCS. */
public sealed interface FailsafeRefusal {

  /** Failsafe mode is off here. */
  record FailsafeModeOff() implements FailsafeRefusal {}

  /** It leads itself, or may. */
  record Leads() implements FailsafeRefusal {}

  /** It takes part in an election. */
  record InElection() implements FailsafeRefusal {}

  /** It may have taken part in one before it was started. */
  record JustStarted() implements FailsafeRefusal {}

  /**
   * It knows of another leader.
   *
   * @param leader the other one's name
   */
  record AnotherLeads(String leader) implements FailsafeRefusal {}
}
