package io.hactl.core.decision;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Waiting.WaitingForView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do now, and why.
 *
 * @param actions in order
 * @param role the role that decided; empty: one that is only interrupted, and goes on afterwards
 */
public record Decision(Reason reason, List<Action> actions, Optional<Role> role) {

  public Decision {
    actions = List.copyOf(actions);
  }

  public Decision(Reason reason, List<Action> actions) {
    this(reason, actions, Optional.empty());
  }

  public static Decision of(Reason reason) {
    return new Decision(reason, List.of());
  }

  /** This decision with something more to do after the rest. */
  public Decision and(Action... more) {
    List<Action> all = new ArrayList<>(actions);
    all.addAll(List.of(more));
    return with(all);
  }

  public Decision and(List<Action> more) {
    return and(more.toArray(Action[]::new));
  }

  /** This decision with these actions instead of its own. */
  public Decision with(List<Action> others) {
    return new Decision(reason, others, role);
  }

  /** This decision as that of a role. */
  public Decision in(Role decider) {
    return new Decision(reason, actions, Optional.of(decider));
  }

  public Decision run(PostgresTask task) {
    return and(new Action.Run(task));
  }

  /** Whether nothing could be decided, as PostgreSQL has to be looked at first. */
  public boolean isWaitingForView() {
    return reason instanceof WaitingForView;
  }
}
