package io.hactl.core.election;

import static io.hactl.core.given.Cast.HERE;
import static io.hactl.core.given.Cast.TIMELINE;
import static io.hactl.core.given.Cast.millis;
import static io.hactl.core.given.Cast.peer;
import static io.hactl.core.given.Cast.seconds;
import static io.hactl.core.given.Cast.stopped;
import static io.hactl.core.given.Elections.unlockedFor;

import io.hactl.core.given.Given;
import io.hactl.core.given.UnhealthyNode;
import io.hactl.core.model.Purpose;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unhealthy members go last. */
class UnhealthyCandidateTest {

  private static final Lsn MORE = new Lsn(HERE.bytes() + 100);

  @Test
  void aMemberThatIsUnhealthyDoesNotRaceBesideAHealthyOne() {
    unlockedFor(seconds(4))
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(
            new NotTaking(
                new NotTakingCause.AnotherHealthy("b", UnhealthyNode.fault(FaultKind.DISK_FULL))))
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void evenIfItHasMore() {
    unlockedFor(seconds(4))
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .heard(peer("b", TIMELINE, new Lsn(HERE.bytes() - 100)))
        .decide()
        .commitsNo(Purpose.LEADER);
  }

  @Test
  void aHealthyMemberDoesNotWaitForOneThatIsUnhealthyAndAhead() {
    unlockedFor(millis(100))
        .heard(UnhealthyNode.peer("b", MORE, FaultKind.DISK_FULL))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void whereNoHealthyMemberTurnsUpOneThatIsUnhealthyIsBetterThanNoLeader() {
    Given given =
        unlockedFor(seconds(1))
            .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
            .heard(stopped(peer("b", TIMELINE, HERE)));
    given
        .decide()
        .because(
            new NotTaking(
                new NotTakingCause.HealthyMayTurnUp(UnhealthyNode.fault(FaultKind.DISK_FULL))));
    unlockedFor(seconds(4))
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .heard(stopped(peer("b", TIMELINE, HERE)))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void aHealthyMemberThatDoesNotTakeTheLeaseIsNotWaitedForForEver() {
    unlockedFor(seconds(11))
        .remembering(UnhealthyNode.with(FaultKind.CRASH_LOOP))
        .heard(peer("b", TIMELINE, HERE))
        .decide()
        .because(TakingLease.class);
  }

  @Test
  void ofTwoThatAreUnhealthyTheOneThatHasMoreLeads() {
    unlockedFor(seconds(11))
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .heard(UnhealthyNode.peer("b", MORE, FaultKind.DISK_FULL))
        .decide()
        .because(new NotTaking(new NotTakingCause.Ineligible(new Objection.AnotherAhead("b"))));
    unlockedFor(seconds(11))
        .remembering(UnhealthyNode.with(FaultKind.DISK_FULL))
        .heard(UnhealthyNode.peer("b", MORE, FaultKind.STORAGE_HANGS))
        .decide()
        .because(TakingLease.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"STORAGE_HANGS", "STORAGE_FAILS", "SERVER_HANGS"})
  void whoCouldNotBePromotedNeverRaces(FaultKind kind) {
    unlockedFor(seconds(100))
        .remembering(UnhealthyNode.with(kind))
        .heard()
        .decide()
        .because(new NotTaking(new NotTakingCause.NotPromotable(UnhealthyNode.fault(kind))));
  }

  @Test
  void whoHasJustBecomeWellIsGivenTime() {
    unlockedFor(seconds(100))
        .remembering(UnhealthyNode.recovering(FaultKind.STORAGE_HANGS))
        .heard()
        .decide()
        .because(NotTaking.class);
  }
}
