package io.hactl.core.role;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Given.aStoppedReplica;
import static io.hactl.core.model.DataDirectory.ControlState.IN_PRODUCTION;
import static io.hactl.core.model.DataDirectory.ControlState.SHUT_DOWN;
import static io.hactl.core.model.DataDirectory.ControlState.SHUT_DOWN_IN_RECOVERY;

import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.learning.Learning;
import io.hactl.core.memory.Failures;
import io.hactl.core.memory.Failures.Failure;
import io.hactl.core.memory.Memory;
import io.hactl.core.memory.Memory.Comparison;
import io.hactl.core.model.LostRange;
import io.hactl.core.model.PostgresTask.CompareTimelines;
import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.RecoverCrash;
import io.hactl.core.model.PostgresTask.Rewind;
import io.hactl.core.model.PostgresTask.SetAside;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.TaskKind;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.core.reason.Replicating.RecoveringCrash;
import io.hactl.core.reason.Replicating.RemovingData;
import io.hactl.core.reason.Replicating.Rewinding;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.reason.Replicating.StartingStandby;
import io.hactl.core.reason.Replicating.WaitingForLeader;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.dcs.cluster.Lsn;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RejoinTest {

  private static final String REWIND = "{\"postgresql\": {\"use_pg_rewind\": true}}";
  private static final String KEEP = "{\"postgresql\": {\"set_aside_diverged_data\": false}}";
  private static final String REMOVE =
      "{\"postgresql\": {\"remove_data_directory_on_diverged_timelines\": true}}";
  private static final Optional<LostRange> LOST =
      Optional.of(new LostRange(Optional.of(new Lsn(7)), Optional.of(HERE)));

  private static Given diverged() {
    var comparison = new Comparison("b", TIMELINE + 1, Optional.of(new Lsn(7)), HERE);
    return aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done());
  }

  private static Given rewindFailed(Given given, int times, boolean retryable) {
    var task = new Rewind(upstream("b"), given.effective(), LOST);
    for (int i = 0; i < times; i++) {
      given.remembering(m -> Learning.after(m, task, new TaskResult.Failed("x", retryable), NOW));
    }
    return given.remembering(m -> m.change().failures(Failures.NONE).done());
  }

  @Test
  void aStandbyIsJustStarted() {
    aStoppedReplica(SHUT_DOWN_IN_RECOVERY, true)
        .decide()
        .because(StartingStandby.class)
        .runsA(StartStandby.class);
  }

  @Test
  void aFormerPrimaryIsComparedFirst() {
    aStoppedReplica(SHUT_DOWN, false)
        .decide()
        .because(Comparing.class)
        .runs(new CompareTimelines(upstream("b")));
  }

  @Test
  void aCrashedPrimaryRecoversBeforeItIsCompared() {
    aStoppedReplica(IN_PRODUCTION, false)
        .decide()
        .because(RecoveringCrash.class)
        .runs(new RecoverCrash());
  }

  @Test
  void nothingIsComparedBeforeTheLeaderRunsAsAPrimary() {
    aStoppedReplica(SHUT_DOWN, false)
        .withMember("b")
        .decide()
        .because(WaitingForLeader.class)
        .runsNothing();
  }

  @Test
  void whoIsOnTheLeadersPathIsStarted() {
    var comparison = new Comparison("b", TIMELINE + 1, Optional.empty(), HERE);
    aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done())
        .decide()
        .because(StartingStandby.class);
  }

  @Test
  void aComparisonWithAFormerLeaderDoesNotCount() {
    var comparison = new Comparison("c", TIMELINE + 1, Optional.empty(), HERE);
    aStoppedReplica(SHUT_DOWN, false)
        .remembering(m -> m.change().compared(Optional.of(comparison)).done())
        .decide()
        .because(Comparing.class);
  }

  @Test
  void divergedDataIsRewoundWhereAllowed() {
    Given given = diverged().config(REWIND);
    given
        .decide()
        .because(new Rewinding(Optional.of(new Lsn(7))))
        .runs(new Rewind(upstream("b"), given.effective(), LOST));
  }

  @Test
  void rewindingWaitsForALeaderThatRunsAsAPrimary() {
    diverged().config(REWIND).withMember("b").decide().because(WaitingForLeader.class);
  }

  @Test
  void divergedDataThatIsNotRewoundIsSetAside() {
    diverged().decide().because(SettingAside.class).runs(new SetAside("diverged", LOST));
  }

  @Test
  void divergedDataIsRemovedForThoseWhoAskForThat() {
    diverged().config(REMOVE).decide().because(RemovingData.class).runs(new Discard(LOST));
    rewindFailed(
            diverged()
                .config(REWIND)
                .config("{\"postgresql\": {\"remove_data_directory_on_rewind_failure\": true}}"),
            5,
            true)
        .decide()
        .because(RemovingData.class);
  }

  @Test
  void removingAfterAFailedRewindSaysNothingWhereNothingIsRewound() {
    diverged()
        .config("{\"postgresql\": {\"remove_data_directory_on_rewind_failure\": true}}")
        .decide()
        .because(SettingAside.class);
  }

  @Test
  void divergedDataIsKeptWhereNothingIsAllowed() {
    diverged()
        .config(KEEP)
        .decide()
        .because(new Diverged(new DataProblem.LeftHistory(Optional.of(new Lsn(7)))))
        .runsNothing();
  }

  @Test
  void nothingIsSetAsideBeforeThereIsSomebodyToCopyFrom() {
    diverged().withMember("b").decide().because(WaitingForLeader.class).runsNothing();
  }

  @Test
  void rewindingIsGivenUpAfterFiveTries() {
    rewindFailed(diverged().config(REWIND), 4, true).decide().because(Rewinding.class);
    rewindFailed(diverged().config(REWIND), 5, true).decide().because(SettingAside.class);
    rewindFailed(diverged().config(REWIND).config(KEEP), 5, true)
        .decide()
        .because(
            new Diverged(
                new DataProblem.AfterFailure(
                    new DataProblem.LeftHistory(Optional.of(new Lsn(7))), "x")));
  }

  @Test
  void rewindingThatCannotSucceedIsGivenUpAtOnce() {
    rewindFailed(diverged().config(REWIND), 1, false).decide().because(SettingAside.class);
  }

  @Test
  void anotherLeaderIsWorthAnotherTry() {
    rewindFailed(diverged().config(REWIND), 1, false)
        .remembering(Memory::withNewLeader)
        .decide()
        .because(Rewinding.class);
  }

  @Test
  void aLeaderThatDoesNotAnswerUsesNothingUp() {
    Given given = diverged().config(REWIND);
    var task = new Rewind(upstream("b"), given.effective(), LOST);
    for (int i = 0; i < 9; i++) {
      given.remembering(
          m -> Learning.after(m, task, new TaskResult.Failed("refused", true, true), NOW));
    }
    nothingHeldBack(given).decide().because(Rewinding.class);
  }

  @Test
  void aComparisonThatFailsForEverEndsInANewCopy() {
    Given given = aStoppedReplica(SHUT_DOWN, false);
    var task = new CompareTimelines(upstream("b"));
    for (int i = 0; i < 4; i++) {
      given.remembering(
          m -> Learning.after(m, task, new TaskResult.Failed("no permission", true), NOW));
    }
    nothingHeldBack(given).decide().because(Comparing.class);
    given.remembering(
        m -> Learning.after(m, task, new TaskResult.Failed("no permission", true), NOW));
    nothingHeldBack(given)
        .decide()
        .because(
            new SettingAside(
                new DataProblem.AfterFailure(new DataProblem.NotComparable(), "no permission")))
        .runs(
            new SetAside(
                "diverged", Optional.of(new LostRange(Optional.empty(), Optional.empty()))));
  }

  @Test
  void withoutLeaveToCopyTheComparisonIsTriedOnAndTheOperatorTold() {
    Given given = aStoppedReplica(SHUT_DOWN, false).config(KEEP);
    var task = new CompareTimelines(upstream("b"));
    for (int i = 0; i < 5; i++) {
      given.remembering(
          m -> Learning.after(m, task, new TaskResult.Failed("no permission", true), NOW));
    }
    given
        .decide()
        .because(new Diverged(new DataProblem.RejoinFailed("no permission")))
        .runsNothing();
    nothingHeldBack(given).decide().because(Comparing.class);
  }

  @Test
  void whatFailedBeforeAComparisonThatSucceededIsForgiven() {
    Given given = aStoppedReplica(SHUT_DOWN, false).config(REWIND);
    var task = new CompareTimelines(upstream("b"));
    for (int i = 0; i < 4; i++) {
      given.remembering(m -> Learning.after(m, task, new TaskResult.Failed("x", true), NOW));
    }
    var apart = new TaskResult.Compared(TIMELINE + 1, Optional.of(new Lsn(7)), HERE);
    given.remembering(m -> Learning.after(m, task, apart, NOW)).decide().because(Rewinding.class);
  }

  @Test
  void aRewoundServerThatDoesNotStartEndsInANewCopy() {
    Given given = diverged().config(REWIND);
    given.remembering(
        m ->
            Learning.after(
                m,
                new Rewind(upstream("b"), given.effective(), LOST),
                new TaskResult.Succeeded(),
                NOW));
    var start = new StartStandby(Optional.empty(), given.effective(), Cast.seconds(1));
    for (int i = 0; i < 3; i++) {
      given.remembering(
          m -> Learning.after(m, start, new TaskResult.Failed("no start", true), NOW));
    }
    nothingHeldBack(given).decide().because(StartingStandby.class);
    given.remembering(m -> Learning.after(m, start, new TaskResult.Failed("no start", true), NOW));
    nothingHeldBackBut(given)
        .decide()
        .because(
            new SettingAside(
                new DataProblem.AfterFailure(new DataProblem.NoStartAfterRewind(), "no start")));
  }

  private static Given nothingHeldBack(Given given) {
    return given.remembering(m -> m.change().failures(Failures.NONE).done());
  }

  /** The wait is over, and what failed last is known. */
  private static Given nothingHeldBackBut(Given given) {
    return given.remembering(
        m ->
            m.change()
                .failures(
                    new Failures(Map.of(TaskKind.START_STANDBY, new Failure(1, NOW, "no start"))))
                .done());
  }

  @Test
  void rewindingThatDoesNotHelpIsGivenUpToo() {
    Given given = diverged().config(REWIND);
    var task = new Rewind(upstream("b"), given.effective(), LOST);
    var again = given.memory().compared();
    for (int i = 0; i < 5; i++) {
      given
          .remembering(m -> Learning.after(m, task, new TaskResult.Succeeded(), NOW))
          .remembering(m -> m.change().compared(again).done());
    }
    given.decide().because(SettingAside.class);
  }

  @Test
  void aRewoundServerIsStarted() {
    Given given = diverged().config(REWIND);
    var task = new Rewind(upstream("b"), given.effective(), LOST);
    given
        .remembering(m -> Learning.after(m, task, new TaskResult.Succeeded(), NOW))
        .decide()
        .because(StartingStandby.class);
  }

  @Test
  void crashRecoveryThatKeepsFailingIsGivenUp() {
    Given given = aStoppedReplica(IN_PRODUCTION, false);
    for (int i = 0; i < 5; i++) {
      given.remembering(
          m -> Learning.after(m, new RecoverCrash(), new TaskResult.Failed("bad WAL", true), NOW));
    }
    given.decide().because(new BackingOff("bad WAL"));
    given
        .remembering(m -> m.change().failures(Failures.NONE).done())
        .decide()
        .because(
            new SettingAside(
                new DataProblem.AfterFailure(new DataProblem.RecoveryFails(), "bad WAL")));
  }

  @Test
  void aFailureIsWaitedOutUntilAnotherMemberLeads() {
    var task = new CompareTimelines(upstream("b"));
    Given given =
        aStoppedReplica(SHUT_DOWN, false)
            .remembering(m -> Learning.after(m, task, new TaskResult.Failed("refused", true), NOW));
    given.decide().because(new BackingOff("refused"));
    given.remembering(Memory::withNewLeader).decide().because(Comparing.class);
  }
}
