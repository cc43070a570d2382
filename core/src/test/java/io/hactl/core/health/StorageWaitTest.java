package io.hactl.core.health;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Given.aStoppedReplica;
import static io.hactl.core.model.DataDirectory.ControlState.IN_PRODUCTION;
import static io.hactl.core.model.DataDirectory.ControlState.SHUT_DOWN;
import static io.hactl.core.model.DataDirectory.ControlState.SHUT_DOWN_IN_RECOVERY;

import io.hactl.core.given.Given;
import io.hactl.core.given.UnhealthyNode;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.reason.Waiting.WaitingForStorage;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a former primary needs to follow waits for a disk that has room and answers. */
class StorageWaitTest {

  private static Given diverged() {
    var comparison = new Comparison("b", TIMELINE + 1, Optional.of(new Lsn(7)), HERE);
    return aStoppedReplica(SHUT_DOWN, false)
        .config("{\"postgresql\": {\"use_pg_rewind\": true}}")
        .remembering(m -> m.change().compared(Optional.of(comparison)).done());
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK_FULL", "STORAGE_FAILS", "STORAGE_HANGS"})
  void nothingIsRewoundWhileStorageIsUnhealthy(FaultKind kind) {
    diverged()
        .remembering(UnhealthyNode.with(kind))
        .decide()
        .because(new WaitingForStorage(UnhealthyNode.fault(kind)))
        .runsNothing();
  }

  @Test
  void nothingIsSetAsideForWantOfSpace() {
    diverged()
        .config("{\"postgresql\": {\"use_pg_rewind\": false}}")
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .decide()
        .because(WaitingForStorage.class)
        .runsNothing();
  }

  @Test
  void nothingIsRecoveredForWantOfSpace() {
    aStoppedReplica(IN_PRODUCTION, false)
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .decide()
        .because(WaitingForStorage.class)
        .runsNothing();
  }

  @Test
  void aStandbyThatNeedsNoneOfItIsStarted() {
    aStoppedReplica(SHUT_DOWN_IN_RECOVERY, true)
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .decide()
        .runsA(PostgresTask.StartStandby.class);
  }

  @Test
  void itGoesOnWhenThereIsSpaceAgain() {
    diverged()
        .remembering(UnhealthyNode.recovering(FaultKind.STORAGE_HANGS))
        .decide()
        .runsA(PostgresTask.Rewind.class);
  }
}
