package io.hactl.core.role;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.ago;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.learning.Learning;
import io.hactl.core.model.PostgresTask.KillOrphans;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.Purpose;
import io.hactl.core.model.ServerState;
import io.hactl.core.reason.Creating.RefusedSystemId;
import io.hactl.core.reason.HandingOver.EndingOrphans;
import io.hactl.core.reason.Waiting.WaitingForDcs;
import org.junit.jupiter.api.Test;

class DeciderTest {

  @Test
  void nothingIsDecidedOnAViewFromBeforeTheLastTaskEnded() {
    Outcome outcome = aPrimary().stopped().viewedAt(ago(seconds(1))).changedAt(NOW).decide();
    assertThat(outcome.decision().isWaitingForView()).isTrue();
    assertThat(outcome.decision().actions()).containsExactly(new Action.Observe());
  }

  @Test
  void whatADeadPostmasterLeftIsEndedFirst() {
    Given given = aPrimary().runs(new ServerState.Stopped(true));
    given.decide().because(EndingOrphans.class).runs(new KillOrphans());
    given
        .remembering(
            m -> Learning.after(m, new KillOrphans(), new TaskResult.Failed("D state", true), NOW))
        .decide()
        .because(EndingOrphans.class)
        .runsNothing();
  }

  @Test
  void dataOfAnotherClusterIsRefusedAndItsServerLeftAlone() {
    for (Given given : new Given[] {aPrimary().leads("b", 22), aReplica(), aReplica().stopped()}) {
      given
          .initialize("8000", 0)
          .decide()
          .because(new RefusedSystemId("/data", "7001", "8000"))
          .runsNothing()
          .does(new Action.Exit(1));
    }
  }

  @Test
  void withoutHavingSeenTheClusterAStoppedServerStaysStopped() {
    aReplica().stopped().clusterNeverSeen().decide().because(WaitingForDcs.class).runsNothing();
  }

  @Test
  void nothingIsWrittenWithoutASession() {
    assertThat(aReplica().inStep().noSession().decide().commit(Purpose.MEMBER)).isEmpty();
    assertThat(aReplica().inStep().disconnected().decide().commit(Purpose.MEMBER)).isEmpty();
    assertThat(aReplica().inStep().decide().commit(Purpose.MEMBER)).isPresent();
  }
}
