package io.hactl.core.health;

import io.hactl.core.decision.Action;
import io.hactl.core.decision.Decision;
import io.hactl.core.decision.Waits;
import io.hactl.core.memory.HealthMemory;
import io.hactl.core.model.Fault;
import io.hactl.core.reason.Waiting.WaitingForStorage;
import io.hactl.core.situation.Observed;
import io.hactl.dcs.cluster.FaultKind;
import java.util.Optional;

/**
 * What needs room or a disk that answers is not begun on a node whose storage has a fault: a task
 * that needs them would fail and, having failed often enough, cost a data directory that only
 * lacked space. A standby that needs none of it is started all the same.
 */
public final class StorageWait {

  private StorageWait() {}

  /** The decision, or to wait instead of it. */
  public static Decision before(Observed s, Decision decision) {
    return fault(s)
        .filter(fault -> decision.actions().stream().anyMatch(StorageWait::waits))
        .map(
            fault ->
                Decision.of(new WaitingForStorage(fault))
                    .and(Waits.atMost(s, s.config().loopWait())))
        .orElse(decision);
  }

  private static Optional<Fault> fault(Observed s) {
    HealthMemory health = s.memory().health();
    return health
        .present(FaultKind.STORAGE_HANGS)
        .or(() -> health.present(FaultKind.STORAGE_FAILS))
        .or(() -> health.present(FaultKind.DISK_FULL));
  }

  private static boolean waits(Action action) {
    return action instanceof Action.Run run && run.task().kind().needsHealthyStorage();
  }
}
