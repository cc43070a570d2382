package io.hactl.core.sync;

import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Creating.Cloning;
import io.hactl.core.reason.Maintaining.LeavingSyncKey;
import io.hactl.core.reason.Maintaining.SyncOff;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.dcs.Keys;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the sync key stands for outlives every other task. */
class SyncPromisesTest {

  @Test
  void theKeyGoesBeforeTheSettingsThatTurnSynchronousModeOff() {
    var turningOff = aPrimary().config("{\"synchronous_mode\": false}").sync("a", 0, "b").decide();
    turningOff.because(SyncOff.class).runsNothing();
    assertThat(turningOff.conditions(Purpose.SYNC)).anyMatch(c -> c.key().equals(Keys.CONFIG));
  }

  @Test
  void whoIsInTheKeyKeepsItsDataUntilItIsTakenOut() {
    aReplica()
        .sync("b", 0, "a")
        .runs(new ServerState.Stopped(false))
        .remembering(m -> m.change().reinitializing(true).done())
        .decide()
        .because(LeavingSyncKey.class)
        .runsNothing();
    aReplica()
        .sync("b", 0, "c")
        .runs(new ServerState.Stopped(false))
        .remembering(m -> m.change().reinitializing(true).done())
        .decide()
        .because(Reinitializing.class)
        .runs(new PostgresTask.Discard(Optional.empty()));
  }

  @Test
  void whoIsInTheKeyAndHasLostItsDataCopiesNobodyElsesUntilItIsTakenOut() {
    Given emptied =
        aReplica()
            .has(Cast.NO_DATA)
            .runs(new ServerState.Stopped(false))
            .config("{\"synchronous_mode\": true}");
    emptied.sync("b", 0, "a").decide().because(LeavingSyncKey.class).runsNothing();
    emptied.sync("b", 0, "c").decide().because(Cloning.class);
  }

  @Test
  void dataIsKeptWhileNobodyKnowsWhatThisMembersKeySays() {
    aReplica()
        .sync("b", 0, "c")
        .runs(new ServerState.Stopped(false))
        .remembering(m -> m.change().reinitializing(true).done().withMemberInDoubt())
        .decide()
        .because(LeavingSyncKey.class)
        .runsNothing();
  }
}
