package io.hactl.core.role;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.lease.Initialisation;
import io.hactl.core.lease.WriteDeadline;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.core.situation.NodeSituation;

/** While a task is under way: whether it may go on. */
final class Busy {

  private Busy() {}

  static Decision decide(NodeSituation n, PostgresTask task) {
    Decision busy = Decision.of(new UnderWay(task));
    boolean cancelled =
        task instanceof PostgresTask.Stop stop
            ? isTooSlow(stop) && Demoting.isDue(n)
            : n.ending() || (makesPrimary(n, task) && !mayBePrimary(n, task));
    if (cancelled) {
      return busy.and(new Action.CancelTask());
    }
    Decision going = busy.and(Yielding.whileBusy(n, task));
    return makesPrimary(n, task) || n.mayTakeWrites()
        ? going.and(new Action.WakeAt(WriteDeadline.demoteAt(n)))
        : going;
  }

  /** A clean shutdown takes writes until its first checkpoint is done: too long without a lease. */
  private static boolean isTooSlow(PostgresTask.Stop stop) {
    return switch (stop.purpose()) {
      case SWITCHOVER, SHUTDOWN, YIELD -> true;
      case DEMOTE, REJOIN, UNRESPONSIVE -> false;
    };
  }

  /** Whether a server that takes writes may run while the task does. */
  private static boolean makesPrimary(NodeSituation n, PostgresTask task) {
    return switch (task.kind().writes()) {
      case NONE -> false;
      case BEGIN -> true;
      case GO_ON -> n.server().isPrimary();
      case GO_ON_AFTER_A_STOP -> !n.isStandbyDirectory() && !followsSomebody(task);
    };
  }

  private static boolean followsSomebody(PostgresTask task) {
    return task instanceof PostgresTask.Restart restart && restart.upstream().isPresent();
  }

  private static boolean mayBePrimary(NodeSituation n, PostgresTask task) {
    // A paused primary goes on without the lease, but nothing becomes a primary without it.
    if (n.isPaused() && task.kind().leavesRoleAsItIs()) {
      return true;
    }
    boolean inTime = n.now().isBefore(WriteDeadline.demoteAt(n));
    return inTime && (!(task instanceof PostgresTask.Bootstrap) || Initialisation.isClaimedHere(n));
  }
}
