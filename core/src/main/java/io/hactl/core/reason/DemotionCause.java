package io.hactl.core.reason;

/** Why a server that may take writes has no lease for it. */
public sealed interface DemotionCause {

  /** The agent could not ask who leads since it was started. */
  record DcsNeverReached() implements DemotionCause {}

  /** The lease is about to end. */
  record NotRenewed() implements DemotionCause {}

  /** The same in failsafe mode, where not all members agreed to go on without the DCS. */
  record NotRenewedNorAgreed() implements DemotionCause {}

  /**
   * Another member has the lease.
   *
   * @param leader its name
   */
  record AnotherLeads(String leader) implements DemotionCause {}

  /** The lease is gone, and nobody else has it. */
  record LeaseLost() implements DemotionCause {}
}
