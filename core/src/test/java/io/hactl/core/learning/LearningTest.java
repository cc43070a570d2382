package io.hactl.core.learning;

import static io.hactl.core.given.Cast.NOW;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.memory.Failures;
import io.hactl.core.memory.Failures.Failure;
import io.hactl.core.memory.LastLeader;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Clone;
import io.hactl.core.model.PostgresTask.Configure;
import io.hactl.core.model.PostgresTask.Discard;
import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.core.model.PostgresTask.Restart;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.StartStandby;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.TaskKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningTest {

  private static final DynamicConfig CONFIG = DynamicConfig.EMPTY;
  private static final TaskResult FAILED = new TaskResult.Failed("why", true);
  private static final TaskResult DONE = new TaskResult.Succeeded();
  private static final TaskResult STOPPED = new TaskResult.WasStopped(Optional.empty());
  private static final StartPrimary START_PRIMARY = new StartPrimary(CONFIG, seconds(1));
  private static final StartStandby START_STANDBY =
      new StartStandby(Optional.empty(), CONFIG, seconds(1));
  private static final Clone CLONE = new Clone(upstream("b"), "", CONFIG);

  private static Memory after(PostgresTask task, TaskResult result) {
    return Learning.after(Memory.NOTHING, task, result, NOW);
  }

  @Test
  void eachFailureInARowDoublesTheWaitingUpToHalfAMinute() {
    Memory memory = Memory.NOTHING;
    for (long wait : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      memory = Learning.after(memory, CLONE, FAILED, NOW);
      assertThat(memory.failures().of(TaskKind.CLONE).map(Failure::notBefore))
          .contains(in(seconds(wait)));
    }
    assertThat(Learning.after(memory, CLONE, DONE, NOW).failures()).isEqualTo(Failures.NONE);
  }

  @Test
  void whoLedLastIsRememberedWhenItsKeysAreGone() {
    Memory led = Learning.afterLookingAt(Memory.NOTHING, aReplica().cluster(), NOW);
    Memory gone = Learning.afterLookingAt(led, aCandidate().cluster(), NOW);
    assertThat(gone.lastLeader())
        .contains(new LastLeader("b", "http://b:8008/patroni"))
        .isEqualTo(led.lastLeader());
  }

  @Test
  void aCancelledTaskIsNoFailure() {
    assertThat(after(CLONE, new TaskResult.Cancelled())).isEqualTo(Memory.NOTHING);
  }

  @Test
  void aPromotionStaysPendingUntilTheServerWasStoppedOrStartedOrPromoted() {
    Memory pending = after(new Promote(0, seconds(1)), FAILED);
    assertThat(pending.promotionPending()).isTrue();
    assertThat(pending.withNewLeader().promotionPending()).isTrue();
    var stop = new Stop(StopPurpose.DEMOTE, false, seconds(1));
    assertThat(Learning.after(pending, stop, STOPPED, NOW).promotionPending()).isFalse();
    assertThat(Learning.after(pending, new Promote(0, seconds(1)), DONE, NOW).promotionPending())
        .isFalse();
    assertThat(Learning.after(pending, START_STANDBY, DONE, NOW).promotionPending()).isFalse();
  }

  @Test
  void aFailedPromotionIsRememberedWhenTheStandbyStartsAgain() {
    Memory memory =
        Learning.after(after(new Promote(0, seconds(1)), FAILED), START_STANDBY, DONE, NOW);
    assertThat(memory.failures().holdBack(NOW, TaskKind.PROMOTE)).isTrue();
    assertThat(memory.withNewLeader().failures().holdBack(NOW, TaskKind.PROMOTE)).isTrue();
  }

  @Test
  void settingsThatCouldBeWrittenSayNothingOfAnythingElse() {
    var configure = new Configure(Optional.empty(), CONFIG);
    assertThat(Learning.after(after(CLONE, FAILED), configure, DONE, NOW).failures())
        .isEqualTo(after(CLONE, FAILED).failures());
    assertThat(Learning.after(after(configure, FAILED), configure, DONE, NOW).failures())
        .isEqualTo(Failures.NONE);
  }

  @Test
  void aStopThatFailsHidesNoPromotionThatFailed() {
    Memory both =
        Learning.after(
            after(new Promote(0, seconds(1)), FAILED),
            new Stop(StopPurpose.DEMOTE, false, seconds(1)),
            FAILED,
            NOW);
    assertThat(both.failures().byKind()).containsOnlyKeys(TaskKind.PROMOTE, TaskKind.STOP);
  }

  @Test
  void aServerThatCameUpMakesUpForEveryFailureButAPromotions() {
    Memory slots =
        Learning.after(
            after(CLONE, FAILED),
            new PostgresTask.UpdateSlots(List.of("b"), List.of()),
            FAILED,
            NOW);
    assertThat(Learning.after(slots, START_STANDBY, DONE, NOW).failures()).isEqualTo(Failures.NONE);
  }

  @Test
  void startsOfAPrimaryAreCountedForFiveMinutes() {
    Memory twice =
        Learning.after(after(START_PRIMARY, DONE), START_PRIMARY, DONE, in(seconds(299)));
    assertThat(twice.primaryStarts()).hasSize(2);
    assertThat(Learning.after(twice, START_PRIMARY, DONE, in(seconds(301))).primaryStarts())
        .containsExactly(in(seconds(299)), in(seconds(301)));
  }

  @Test
  void onlyAStopForASwitchoverIsAHandOver() {
    for (StopPurpose purpose : StopPurpose.values()) {
      assertThat(after(new Stop(purpose, true, seconds(1)), STOPPED).handedOver())
          .isEqualTo(purpose == StopPurpose.SWITCHOVER);
    }
  }

  @Test
  void aNewCopyIsOwedUntilItIsMade() {
    Memory asked = Memory.NOTHING.withReinitialize(true);
    Memory removed = Learning.after(asked, new Discard(Optional.empty()), DONE, NOW);
    assertThat(removed.reinitializing() && removed.reinitFromLeader()).isTrue();
    Memory copied = Learning.after(removed, CLONE, DONE, NOW);
    assertThat(copied.reinitializing() || copied.reinitFromLeader()).isFalse();
  }

  @Test
  void whoBecameThePrimaryIsNotCopiedAnewLater() {
    Memory asked = Memory.NOTHING.withReinitialize(false);
    assertThat(Learning.after(asked, new Promote(0, seconds(1)), DONE, NOW).reinitializing())
        .isFalse();
    assertThat(Learning.after(asked, START_PRIMARY, DONE, NOW).reinitializing()).isFalse();
  }

  @Test
  void aRestartWritesTheSettingsToo() {
    Memory memory = after(new Restart(Optional.of(upstream("b")), CONFIG, seconds(1)), DONE);
    assertThat(memory.configured())
        .contains(new Memory.Configured(CONFIG, Optional.of(upstream("b"))));
  }

  @Test
  void theTimeWithoutALeaderBeginsOnce() {
    Memory first = Learning.afterLookingAt(Memory.NOTHING, aCandidate().cluster(), NOW);
    Memory second = Learning.afterLookingAt(first, aCandidate().cluster(), in(seconds(1)));
    assertThat(second.unlockedSince()).contains(NOW);
    assertThat(Learning.afterLookingAt(second, aReplica().cluster(), NOW).unlockedSince())
        .isEmpty();
  }

  @Test
  void slotsThatTheLeaderRetainedAreKnownFromTheFirstLook() {
    var status = new Status(Lsn.ZERO, Map.of(), List.of("gone"));
    Given given = aReplica().status(status);
    Memory memory = Learning.afterLookingAt(Memory.NOTHING, given.cluster(), NOW);
    assertThat(Learning.afterLookingAt(memory, given.cluster(), in(seconds(9))).slotsSeen())
        .isEqualTo(Map.of("gone", NOW, "b", in(seconds(9))));
  }

  @Test
  void timeWithoutALeaderBeginsAnewWhereSomebodyLedUnseen() {
    Given nobody = Given.aCandidate();
    Memory first = Learning.afterLookingAt(Memory.NOTHING, nobody.situation().cluster(), NOW);

    Tick later = in(seconds(20));
    assertThat(Learning.afterLookingAt(first, nobody.situation().cluster(), later).unlockedSince())
        .contains(NOW);
    assertThat(
            Learning.afterLookingAt(first, nobody.statusAt(90).situation().cluster(), later)
                .unlockedSince())
        .contains(later);
  }
}
