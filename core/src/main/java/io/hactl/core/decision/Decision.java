package io.hactl.core.decision;

import io.hactl.core.model.PostgresTask;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Waiting.WaitingForView;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do now, and why.
 *
 * @param actions in order
 */
public record Decision(Reason reason, List<Action> actions) {

  public Decision {
    actions = List.copyOf(actions);
  }

  public static Decision of(Reason reason) {
    return new Decision(reason, List.of());
  }

  /** This decision with something more to do after the rest. */
  public Decision and(Action... more) {
    List<Action> all = new ArrayList<>(actions);
    all.addAll(List.of(more));
    return new Decision(reason, all);
  }

  public Decision and(List<Action> more) {
    return and(more.toArray(Action[]::new));
  }

  public Decision run(PostgresTask task) {
    return and(new Action.Run(task));
  }

  /** Whether nothing could be decided, as PostgreSQL has to be looked at first. */
  public boolean isWaitingForView() {
    return reason instanceof WaitingForView;
  }
}
