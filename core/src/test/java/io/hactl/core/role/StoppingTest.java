package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.data;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Ending.Ended;
import io.hactl.core.reason.Ending.EndedInPause;
import io.hactl.core.reason.Ending.ReleasingAtEnd;
import io.hactl.core.reason.Ending.StoppingAtEnd;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Lsn;
import org.junit.jupiter.api.Test;

class StoppingTest {

  private static final Action[] END = {new Action.EndSession(), new Action.Exit(0)};

  @Test
  void aPrimaryIsShutDownCleanlyWithACheckpointFirst() {
    aPrimary()
        .ending()
        .decide()
        .because(StoppingAtEnd.class)
        .runs(new Stop(StopPurpose.SHUTDOWN, true, seconds(60)));
  }

  @Test
  void aStandbyNeedsNoCheckpoint() {
    aReplica()
        .ending()
        .decide()
        .because(StoppingAtEnd.class)
        .runs(new Stop(StopPurpose.SHUTDOWN, false, seconds(60)));
  }

  @Test
  void theLeaseIsReleasedAfterTheStopTogetherWithThePosition() {
    aPrimary()
        .stopped()
        .has(data(ControlState.SHUT_DOWN, false))
        .status(Lsn.ZERO)
        .ending()
        .decide()
        .because(ReleasingAtEnd.class)
        .releasesAt(HERE);
  }

  @Test
  void afterACrashThePositionIsNotClaimed() {
    aPrimary()
        .stopped()
        .ending()
        .decide()
        .commits(
            Purpose.LEADER,
            Transaction.builder().ifAt(Keys.LEADER, Given.LEADER_AT).delete(Keys.LEADER));
  }

  @Test
  void theAgentEndsWhenTheLeaseIsGone() {
    aPrimary().stopped().nobodyLeads().ending().decide().because(Ended.class).does(END);
  }

  @Test
  void theAgentEndsWithoutTheDcsToo() {
    aPrimary().stopped().disconnected().ending().decide().because(Ended.class).does(END);
  }

  @Test
  void aReleaseUnderWayIsWaitedFor() {
    Outcome outcome =
        aPrimary()
            .stopped()
            .isWriting(Purpose.LEADER)
            .ending()
            .decide()
            .because(ReleasingAtEnd.class)
            .commitsNo(Purpose.LEADER);
    assertThat(outcome.decision().actions()).doesNotContain(END);
  }

  @Test
  void duringAPausePostgresAndTheKeysStay() {
    Outcome outcome =
        aPrimary()
            .paused()
            .ending()
            .decide()
            .because(EndedInPause.class)
            .runsNothing()
            .does(new Action.Exit(0));
    assertThat(outcome.decision().actions()).doesNotContain(new Action.EndSession());
  }

  @Test
  void anEndingAgentWritesNoMemberKey() {
    aPrimary().stopped().nobodyLeads().ending().decide().commitsNo(Purpose.MEMBER);
  }
}
