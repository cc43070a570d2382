package io.hactl.core.reason;

/** Why this member does not let a leader go on without the DCS. */
public sealed interface FailsafeRefusal {

  /** Failsafe mode is off here. */
  record FailsafeModeOff() implements FailsafeRefusal {}

  /** This member leads itself, or may. */
  record Leads() implements FailsafeRefusal {}

  /** This member takes part in an election. */
  record InElection() implements FailsafeRefusal {}

  /** This member may have taken part in an election before its agent was started. */
  record JustStarted() implements FailsafeRefusal {}

  /**
   * This member knows of another leader.
   *
   * @param leader the other one's name
   */
  record AnotherLeads(String leader) implements FailsafeRefusal {}
}
