package io.hactl.core.role;

import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.PostgresTask.Rewind;
import io.hactl.core.model.PostgresTask.SetAside;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.core.reason.Replicating.RewindingAgain;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Leader;
import org.junit.jupiter.api.Test;

/** Work that was broken off in the middle, and messages whose answer never came. */
class InterruptedWorkTest {

  private static final String REWIND = "{\"postgresql\": {\"use_pg_rewind\": true}}";
  private static final String KEEP = "{\"postgresql\": {\"set_aside_diverged_data\": false}}";

  @Test
  void anInterruptedRewindIsBegunAgain() {
    halfRewound().config(REWIND).decide().because(RewindingAgain.class).runsA(Rewind.class);
  }

  @Test
  void halfRewoundDataIsSetAsideWhereItMayOnlyBeCopied() {
    halfRewound().config("{}").decide().because(SettingAside.class).runsA(SetAside.class);
  }

  @Test
  void halfRewoundDataWaitsForTheOperatorWhereNothingIsAllowed() {
    halfRewound().config(KEEP).decide().because(Diverged.class).runsNothing();
  }

  @Test
  void nothingIsStartedFromHalfRewoundData() {
    halfRewound().config(REWIND).nobodyLeads().decide().because(NotTaking.class).runsNothing();
  }

  @Test
  void aLeaderWithHalfRewoundDataGivesTheLeaseBack() {
    Outcome outcome =
        aPrimary().has(new DataDirectory.HalfRewound()).stopped().config(REWIND).decide();
    outcome.because(NoDataAsLeader.class).runsNothing();
    assertThat(outcome.commit(Purpose.LEADER)).isPresent();
  }

  @Test
  void aLeaseWhoseReleaseWasSentIsNoneAnyMore() {
    Observation leading = aPrimary().observe();
    assertThat(leading.holdsLease()).isTrue();
    Leader own = leading.ownLeaderKey().orElseThrow();
    Observation releasing =
        aPrimary().remembering(m -> Learning.afterSending(m, release(own.modRevision()))).observe();
    assertThat(releasing.holdsLease()).isFalse();
    Observation taken =
        aPrimary()
            .remembering(m -> Learning.afterSending(m, release(own.modRevision() - 1)))
            .observe();
    assertThat(taken.holdsLease()).isTrue();
  }

  private static Transaction release(long revision) {
    return Transaction.builder().ifAt(Keys.LEADER, revision).delete(Keys.LEADER).build();
  }

  private static Given halfRewound() {
    return aReplica().has(new DataDirectory.HalfRewound()).stopped();
  }
}
