package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.HERE;
import static io.hactl.agent.core.Cast.NOW;
import static io.hactl.agent.core.Cast.TIMELINE;
import static io.hactl.agent.core.Cast.upstream;
import static io.hactl.agent.core.DataDirectory.ControlState.IN_PRODUCTION;
import static io.hactl.agent.core.DataDirectory.ControlState.SHUT_DOWN;
import static io.hactl.agent.core.DataDirectory.ControlState.SHUT_DOWN_IN_RECOVERY;
import static io.hactl.agent.core.Given.aStoppedReplica;

import io.hactl.agent.core.Memory.Comparison;
import io.hactl.agent.core.PostgresTask.CompareTimelines;
import io.hactl.agent.core.PostgresTask.RecoverCrash;
import io.hactl.agent.core.PostgresTask.Rewind;
import io.hactl.agent.core.PostgresTask.SetAside;
import io.hactl.agent.core.PostgresTask.StartStandby;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.agent.core.Reason.Kind;
import io.hactl.dcs.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RejoinTest {

  private static final String REWIND = "{\"postgresql\": {\"use_pg_rewind\": true}}";
  private static final String COPY =
      "{\"postgresql\": {\"remove_data_directory_on_diverged_timelines\": true}}";

  private static Given diverged() {
    var comparison = new Comparison("b", TIMELINE + 1, Optional.of(new Lsn(7)), HERE);
    return aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done());
  }

  private static Given rewindFailed(Given given, int times, boolean retryable) {
    var task = new Rewind(upstream("b"), given.effective());
    for (int i = 0; i < times; i++) {
      given.remembering(m -> m.after(task, new TaskResult.Failed("x", retryable), NOW));
    }
    return given.remembering(m -> m.change().failures(Failures.NONE).done());
  }

  @Test
  void aStandbyIsJustStarted() {
    aStoppedReplica(SHUT_DOWN_IN_RECOVERY, true)
        .decide()
        .because(Kind.STARTING_STANDBY)
        .runsA(StartStandby.class);
  }

  @Test
  void aFormerPrimaryIsComparedFirst() {
    aStoppedReplica(SHUT_DOWN, false)
        .decide()
        .because(Kind.COMPARING)
        .runs(new CompareTimelines(upstream("b")));
  }

  @Test
  void aCrashedPrimaryRecoversBeforeItIsCompared() {
    aStoppedReplica(IN_PRODUCTION, false)
        .decide()
        .because(Kind.RECOVERING_CRASH)
        .runs(new RecoverCrash());
  }

  @Test
  void nothingIsComparedBeforeTheLeaderRunsAsAPrimary() {
    aStoppedReplica(SHUT_DOWN, false)
        .withMember("b")
        .decide()
        .because(Kind.WAITING_FOR_LEADER)
        .runsNothing();
  }

  @Test
  void whoIsOnTheLeadersPathIsStarted() {
    var comparison = new Comparison("b", TIMELINE + 1, Optional.empty(), HERE);
    aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done())
        .decide()
        .because(Kind.STARTING_STANDBY);
  }

  @Test
  void aComparisonWithAFormerLeaderDoesNotCount() {
    var comparison = new Comparison("c", TIMELINE + 1, Optional.empty(), HERE);
    aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done())
        .decide()
        .because(Kind.COMPARING);
  }

  @Test
  void divergedDataIsRewoundWhereAllowed() {
    Given given = diverged().config(REWIND);
    given
        .decide()
        .because(Kind.REWINDING)
        .saying("0/7")
        .runs(new Rewind(upstream("b"), given.effective()));
  }

  @Test
  void rewindingWaitsForALeaderThatRunsAsAPrimary() {
    diverged().config(REWIND).withMember("b").decide().because(Kind.WAITING_FOR_LEADER);
  }

  @Test
  void divergedDataIsSetAsideWhereAllowed() {
    diverged().config(COPY).decide().because(Kind.SETTING_ASIDE).runs(new SetAside("diverged"));
  }

  @Test
  void divergedDataIsKeptWhereNothingIsAllowed() {
    diverged().decide().because(Kind.DIVERGED).saying("run 'hactl reinit'").runsNothing();
  }

  @Test
  void rewindingIsGivenUpAfterThreeTries() {
    rewindFailed(diverged().config(REWIND), 2, true).decide().because(Kind.REWINDING);
    rewindFailed(diverged().config(REWIND), 3, true).decide().because(Kind.DIVERGED);
    rewindFailed(diverged().config(REWIND).config(COPY), 3, true)
        .decide()
        .because(Kind.SETTING_ASIDE);
  }

  @Test
  void rewindingThatCannotSucceedIsGivenUpAtOnce() {
    rewindFailed(diverged().config(REWIND), 1, false).decide().because(Kind.DIVERGED);
  }

  @Test
  void rewindingThatDoesNotHelpIsGivenUpToo() {
    Given given = diverged().config(REWIND).config(COPY);
    var task = new Rewind(upstream("b"), given.effective());
    var again = given.memory().compared();
    for (int i = 0; i < 3; i++) {
      given
          .remembering(m -> m.after(task, new TaskResult.Succeeded(), NOW))
          .remembering(m -> m.change().compared(again).done());
    }
    given.decide().because(Kind.SETTING_ASIDE);
  }

  @Test
  void aRewoundServerIsStarted() {
    Given given = diverged().config(REWIND);
    var task = new Rewind(upstream("b"), given.effective());
    given
        .remembering(m -> m.after(task, new TaskResult.Succeeded(), NOW))
        .decide()
        .because(Kind.STARTING_STANDBY);
  }

  @Test
  void crashRecoveryThatKeepsFailingIsGivenUp() {
    Given given = aStoppedReplica(IN_PRODUCTION, false).config(COPY);
    for (int i = 0; i < 3; i++) {
      given.remembering(
          m -> m.after(new RecoverCrash(), new TaskResult.Failed("bad WAL", true), NOW));
    }
    given.decide().because(Kind.BACKING_OFF).saying("bad WAL");
    given
        .remembering(m -> m.change().failures(Failures.NONE).done())
        .decide()
        .because(Kind.SETTING_ASIDE)
        .saying("crash recovery fails");
  }

  @Test
  void aFailureIsWaitedOutUntilAnotherMemberLeads() {
    var task = new CompareTimelines(upstream("b"));
    Given given =
        aStoppedReplica(SHUT_DOWN, false)
            .remembering(m -> m.after(task, new TaskResult.Failed("refused", true), NOW));
    given.decide().because(Kind.BACKING_OFF).saying("refused");
    given.remembering(Memory::withNewLeader).decide().because(Kind.COMPARING);
  }
}
