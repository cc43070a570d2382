package io.hactl.runner.transition;

import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Role;
import io.hactl.core.role.Transitions;
import io.hactl.core.situation.Observation;

/** The role that decided last: it goes on while its task is under way, whatever is seen then. */
public final class CurrentRole {

  private final UnlistedTransition unlisted;
  private Role role = Role.BEGINNING;

  public CurrentRole(UnlistedTransition unlisted) {
    this.unlisted = unlisted;
  }

  public void note(Decision decision, Observation seen) {
    Role next = decision.role().orElse(role);
    Role last = role;
    role = next;
    if (next != last && !Transitions.isListed(last, next)) {
      unlisted.between(last, next, seen);
    }
  }
}
