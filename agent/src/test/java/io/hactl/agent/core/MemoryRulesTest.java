package io.hactl.agent.core;

import static io.hactl.agent.core.Cast.NOW;
import static io.hactl.agent.core.Cast.in;
import static io.hactl.agent.core.Cast.seconds;
import static io.hactl.agent.core.Cast.upstream;
import static io.hactl.agent.core.Given.aCandidate;
import static io.hactl.agent.core.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.core.PostgresTask.Clone;
import io.hactl.agent.core.PostgresTask.Configure;
import io.hactl.agent.core.PostgresTask.Discard;
import io.hactl.agent.core.PostgresTask.Promote;
import io.hactl.agent.core.PostgresTask.Restart;
import io.hactl.agent.core.PostgresTask.StartPrimary;
import io.hactl.agent.core.PostgresTask.StartStandby;
import io.hactl.agent.core.PostgresTask.Stop;
import io.hactl.agent.core.PostgresTask.StopPurpose;
import io.hactl.agent.core.PostgresTask.TaskResult;
import io.hactl.dcs.Lsn;
import io.hactl.dcs.Status;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryRulesTest {

  private static final DynamicConfig CONFIG = DynamicConfig.EMPTY;
  private static final TaskResult FAILED = new TaskResult.Failed("why", true);
  private static final TaskResult DONE = new TaskResult.Succeeded();
  private static final TaskResult STOPPED = new TaskResult.WasStopped(Optional.empty());
  private static final StartPrimary START_PRIMARY = new StartPrimary(CONFIG, seconds(1));
  private static final StartStandby START_STANDBY =
      new StartStandby(Optional.empty(), CONFIG, seconds(1));
  private static final Clone CLONE = new Clone(upstream("b"), "", CONFIG);

  private static Memory after(PostgresTask task, TaskResult result) {
    return Memory.NOTHING.after(task, result, NOW);
  }

  @Test
  void eachFailureInARowDoublesTheWaitingUpToHalfAMinute() {
    Memory memory = Memory.NOTHING;
    for (long wait : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      memory = memory.after(CLONE, FAILED, NOW);
      assertThat(memory.failures().notBefore()).contains(in(seconds(wait)));
    }
    assertThat(memory.after(CLONE, DONE, NOW).failures().holdBack(NOW)).isFalse();
  }

  @Test
  void whoLedLastIsRememberedWhenItsKeysAreGone() {
    Memory led = Memory.NOTHING.afterLookingAt(aReplica().cluster(), NOW);
    Memory gone = led.afterLookingAt(aCandidate().cluster(), NOW);
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
    assertThat(pending.after(stop, STOPPED, NOW).promotionPending()).isFalse();
    assertThat(pending.after(new Promote(0, seconds(1)), DONE, NOW).promotionPending()).isFalse();
    assertThat(pending.after(START_STANDBY, DONE, NOW).promotionPending()).isFalse();
  }

  @Test
  void aFailedPromotionIsRememberedWhenTheStandbyStartsAgain() {
    Memory memory = after(new Promote(0, seconds(1)), FAILED).after(START_STANDBY, DONE, NOW);
    assertThat(memory.failures().holdBack(Promote.class, NOW)).isTrue();
    assertThat(memory.withNewLeader().failures().holdBack(Promote.class, NOW)).isTrue();
  }

  @Test
  void settingsThatCouldBeWrittenSayNothingOfAnythingElse() {
    var configure = new Configure(Optional.empty(), CONFIG);
    assertThat(after(CLONE, FAILED).after(configure, DONE, NOW).failures().count()).isOne();
    assertThat(after(configure, FAILED).after(configure, DONE, NOW).failures().count()).isZero();
  }

  @Test
  void startsOfAPrimaryAreCountedForFiveMinutes() {
    Memory twice = after(START_PRIMARY, DONE).after(START_PRIMARY, DONE, in(seconds(299)));
    assertThat(twice.primaryStarts()).hasSize(2);
    assertThat(twice.after(START_PRIMARY, DONE, in(seconds(301))).primaryStarts())
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
    Memory removed = asked.after(new Discard(Optional.empty()), DONE, NOW);
    assertThat(removed.reinitializing() && removed.reinitFromLeader()).isTrue();
    Memory copied = removed.after(CLONE, DONE, NOW);
    assertThat(copied.reinitializing() || copied.reinitFromLeader()).isFalse();
  }

  @Test
  void whoBecameThePrimaryIsNotCopiedAnewLater() {
    Memory asked = Memory.NOTHING.withReinitialize(false);
    assertThat(asked.after(new Promote(0, seconds(1)), DONE, NOW).reinitializing()).isFalse();
    assertThat(asked.after(START_PRIMARY, DONE, NOW).reinitializing()).isFalse();
  }

  @Test
  void aRestartWritesTheSettingsToo() {
    Memory memory = after(new Restart(Optional.of(upstream("b")), CONFIG, seconds(1)), DONE);
    assertThat(memory.configured())
        .contains(new Memory.Configured(CONFIG, Optional.of(upstream("b"))));
  }

  @Test
  void theTimeWithoutALeaderBeginsOnce() {
    Memory first = Memory.NOTHING.afterLookingAt(aCandidate().cluster(), NOW);
    Memory second = first.afterLookingAt(aCandidate().cluster(), in(seconds(1)));
    assertThat(second.unlockedSince()).contains(NOW);
    assertThat(second.afterLookingAt(aReplica().cluster(), NOW).unlockedSince()).isEmpty();
  }

  @Test
  void slotsThatTheLeaderRetainedAreKnownFromTheFirstLook() {
    var status = new Status(Lsn.ZERO, Map.of(), List.of("gone"));
    Given given = aReplica().status(status);
    Memory memory = Memory.NOTHING.afterLookingAt(given.cluster(), NOW);
    assertThat(memory.afterLookingAt(given.cluster(), in(seconds(9))).slotsSeen())
        .isEqualTo(Map.of("gone", NOW, "b", in(seconds(9))));
  }

  @Test
  void timeWithoutALeaderBeginsAnewWhereSomebodyLedUnseen() {
    Given nobody = Given.aCandidate();
    Memory first = Memory.NOTHING.afterLookingAt(nobody.observe().dcs(), NOW);

    Tick later = in(seconds(20));
    assertThat(first.afterLookingAt(nobody.observe().dcs(), later).unlockedSince()).contains(NOW);
    assertThat(first.afterLookingAt(nobody.statusAt(90).observe().dcs(), later).unlockedSince())
        .contains(later);
  }
}
