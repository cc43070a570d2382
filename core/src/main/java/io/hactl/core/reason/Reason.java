package io.hactl.core.reason;

/**
 * Why a decision is what it is. The groups are what the node is about; each kind of reason is a
 * record in one of them.
 */
public sealed interface Reason
    permits Waiting,
        Creating,
        Leading,
        HandingOver,
        Electing,
        Replicating,
        Maintaining,
        Pausing,
        Ending {

  /** Whether this member says in its key that it goes on only once an operator has acted. */
  default boolean needsOperator() {
    return this instanceof Replicating.Diverged || this instanceof Creating.StuckInitialize;
  }
}
