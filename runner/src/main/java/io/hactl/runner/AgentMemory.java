package io.hactl.runner;

import io.hactl.core.learning.Learning;
import io.hactl.core.memory.FailsafeMemory;
import io.hactl.core.memory.Memory;
import io.hactl.core.model.Fault;
import io.hactl.core.model.HealthView;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.PostgresView;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Member.ScheduledRestart;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one owner of what the agent remembers: nobody else changes it, and each change is named by
 * what has happened. Touched by the loop's thread only.
 */
final class AgentMemory {

  private Memory memory = Memory.NOTHING;

  /** What is remembered now; never changes by being looked at. */
  Memory present() {
    return memory;
  }

  void clusterKnown(Cluster cluster, Tick now) {
    memory = Learning.afterLookingAt(memory, cluster, now);
  }

  void anotherLeads() {
    memory = memory.withNewLeader();
  }

  void leaderAway() {
    memory = memory.withLeaderAway();
  }

  void postgresSeen(PostgresView view) {
    memory = memory.afterSeeing(view);
  }

  /**
   * @return what was known to be wrong before
   */
  List<Fault> nodeMeasured(HealthView health, Optional<ServerState> server, Tick now) {
    List<Fault> before = memory.health().faults();
    memory = Learning.afterMeasuring(memory, health, server, now);
    return before;
  }

  void taskEnded(PostgresTask task, TaskResult result, Tick now) {
    memory = Learning.after(memory, task, result, now);
  }

  void writeSent(Transaction transaction) {
    memory = Learning.afterSending(memory, transaction);
  }

  void memberWritten(Tick now) {
    memory = memory.withMemberAt(now);
  }

  void memberInDoubt() {
    memory = memory.withMemberInDoubt();
  }

  void statusWritten(Tick now) {
    memory = memory.withStatusAt(now);
  }

  void syncKeyInDoubt(long comparedRevision) {
    memory = memory.withSyncKeyInDoubt(comparedRevision);
  }

  void renewalStopped() {
    memory = memory.withRenewalStopped(true);
  }

  void sessionOpened() {
    memory = memory.withRenewalStopped(false);
  }

  void settingsReloaded() {
    memory = memory.withSettingsReloaded();
  }

  void restartPlanned(ScheduledRestart restart) {
    memory = memory.withScheduledRestart(Optional.of(restart));
  }

  void planDropped() {
    memory = memory.withScheduledRestart(Optional.empty());
  }

  void reinitializeAsked(boolean fromLeader) {
    memory = memory.withReinitialize(fromLeader);
  }

  /**
   * The members have answered whether this leader may go on without the DCS.
   *
   * @param until how long it may, from when they were asked; empty: not all agreed
   */
  void failsafeAnswered(Tick now, Optional<Tick> until, Set<String> asked, long leaderRevision) {
    memory = memory.withFailsafe(memory.failsafe().afterAnswers(now, until, asked, leaderRevision));
  }

  void promised(FailsafeMemory.Promise promise) {
    memory = memory.withFailsafe(memory.failsafe().withPromise(promise));
  }
}
