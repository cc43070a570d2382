package io.hactl.core.role;

import static io.hactl.core.given.Cast.SESSION;
import static io.hactl.core.given.Cast.in;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.upstream;
import static io.hactl.core.given.Given.aCandidate;
import static io.hactl.core.given.Given.aNewNode;
import static io.hactl.core.given.Given.aPrimary;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.decision.Action;
import io.hactl.core.given.Cast;
import io.hactl.core.given.Given;
import io.hactl.core.given.Outcome;
import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.DataDirectory.ControlState;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Bootstrap;
import io.hactl.core.model.PostgresTask.Clone;
import io.hactl.core.model.PostgresTask.Configure;
import io.hactl.core.model.PostgresTask.Promote;
import io.hactl.core.model.PostgresTask.Restart;
import io.hactl.core.model.PostgresTask.StartPrimary;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.UpdateSlots;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.dcs.config.DynamicConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BusyTest {

  private static final DynamicConfig CONFIG = DynamicConfig.EMPTY;

  private static void goesOn(Given given, PostgresTask task) {
    Outcome outcome = given.busyWith(task).decide().because(UnderWay.class).runsNothing();
    assertThat(outcome.decision().actions()).doesNotContain(new Action.CancelTask());
  }

  private static void cancels(Given given, PostgresTask task) {
    given
        .busyWith(task)
        .decide()
        .because(UnderWay.class)
        .runsNothing()
        .does(new Action.CancelTask());
  }

  private static Given promoting() {
    return aCandidate().leads("a", SESSION);
  }

  @Test
  void aPromotionGoesOnWithTheLeaseAndWatchesItsEnd() {
    goesOn(promoting(), new Promote(0, seconds(60)));
    promoting()
        .busyWith(new Promote(0, seconds(60)))
        .decide()
        .does(new Action.WakeAt(in(seconds(25))));
  }

  @Test
  void aPromotionIsCancelledWhenTheLeaseIsLostOrEnds() {
    cancels(promoting().leads("b", 22), new Promote(0, seconds(60)));
    cancels(promoting().noSession(), new Promote(0, seconds(60)));
    cancels(promoting().leaseUntil(in(seconds(5))), new Promote(0, seconds(60)));
  }

  @Test
  void nothingBecomesAPrimaryWithoutTheLeaseEvenDuringAPause() {
    cancels(promoting().paused().noSession(), new Promote(0, seconds(60)));
    cancels(promoting().paused().noSession(), new StartPrimary(CONFIG, seconds(60)));
  }

  @Test
  void aPausedPrimaryIsKeptInStepWithoutTheLease() {
    goesOn(aPrimary().paused().noSession(), new Configure(Optional.empty(), CONFIG));
    goesOn(aPrimary().paused().noSession(), new Restart(Optional.empty(), CONFIG, seconds(60)));
  }

  @Test
  void startingAPrimaryIsCancelledWithoutTheLease() {
    cancels(aPrimary().stopped().nobodyLeads(), new StartPrimary(CONFIG, seconds(60)));
  }

  @Test
  void creatingTheClusterGoesOnWhileTheRightToItIsHeld() {
    goesOn(aNewNode().initialize("", SESSION), new Bootstrap(CONFIG));
    cancels(aNewNode().initialize("", 99), new Bootstrap(CONFIG));
    cancels(aNewNode().initialize("", SESSION).leaseUntil(in(seconds(5))), new Bootstrap(CONFIG));
  }

  @Test
  void aRestartOfAPrimaryIsCancelledWithoutTheLeaseEvenWhileNoServerIsSeen() {
    Restart restart = new Restart(Optional.empty(), CONFIG, seconds(60));
    cancels(aPrimary().noSession(), restart);
    cancels(aPrimary().stopped().noSession(), restart);
  }

  @Test
  void aRestartOfAStandbyThatFollowsNobodyNeedsNoLease() {
    goesOn(aReplica().tag("nostream", true), new Restart(Optional.empty(), CONFIG, seconds(60)));
  }

  @Test
  void keepingAPrimaryInStepIsBrokenOffForADemotion() {
    cancels(aPrimary().noSession(), new UpdateSlots(List.of("b"), List.of()));
    goesOn(aReplica(), new UpdateSlots(List.of("b"), List.of()));
  }

  @Test
  void copyingNeedsNoLease() {
    goesOn(
        aReplica().has(new DataDirectory.Incomplete()).stopped().noSession(),
        new Clone(upstream("b"), "a", CONFIG));
  }

  @Test
  void theEndOfTheAgentEndsEveryTaskButAStop() {
    Given ending = aReplica().ending();
    cancels(ending, new Clone(upstream("b"), "a", CONFIG));
    goesOn(ending, new Stop(StopPurpose.SHUTDOWN, true, seconds(60)));
  }

  @Test
  void aCleanShutdownIsBrokenOffWhenTheLeaseEndsDuringItsCheckpoint() {
    for (StopPurpose purpose : List.of(StopPurpose.SWITCHOVER, StopPurpose.SHUTDOWN)) {
      Stop stop = new Stop(purpose, true, seconds(60));
      goesOn(aPrimary().ending(), stop);
      cancels(aPrimary().ending().leaseUntil(in(seconds(5))), stop);
      aPrimary().busyWith(stop).decide().does(new Action.WakeAt(in(seconds(25))));
    }
  }

  @Test
  void aDemotionIsNeverBrokenOff() {
    goesOn(aPrimary().noSession(), new Stop(StopPurpose.DEMOTE, false, seconds(2)));
  }

  @Test
  void noTaskBeginsWhileOneRuns() {
    aPrimary()
        .stopped()
        .has(Cast.data(ControlState.SHUT_DOWN, false))
        .busyWith(new StartPrimary(CONFIG, seconds(60)))
        .decide()
        .runsNothing();
  }
}
