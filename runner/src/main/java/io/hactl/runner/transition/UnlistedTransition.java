package io.hactl.runner.transition;

import io.hactl.core.decision.Role;
import io.hactl.core.situation.Observation;

/** Is told of each change of role that {@link io.hactl.core.role.Transitions} does not list. */
@FunctionalInterface
public interface UnlistedTransition {

  /**
   * A role became another one that it should never become directly.
   *
   * @param seen what the second of them decided from
   */
  void between(Role from, Role to, Observation seen);
}
