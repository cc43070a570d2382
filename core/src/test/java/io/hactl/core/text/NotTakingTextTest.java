package io.hactl.core.text;

import static io.hactl.core.text.Saying.says;

import io.hactl.core.model.Fault;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NotTakingTextTest {

  private static final Fault FULL =
      new Fault(FaultKind.DISK_FULL, "the disk is full", new Tick(0), Optional.empty());

  @TestFactory
  Stream<DynamicTest> eachCauseHasItsWords() {
    List<Saying<NotTakingCause>> all =
        List.of(
            says(
                new NotTakingCause.Ineligible(new Objection.TaggedNofailover()),
                "this member is tagged nofailover"),
            says(
                new NotTakingCause.PrimaryBehind(3, 4),
                "this server is on timeline 3, the cluster knows a newer one"),
            says(
                new NotTakingCause.PrimaryOrNewer("n2"), "n2 is a primary, or on a newer timeline"),
            says(new NotTakingCause.NotPromotable(FULL), "the disk is full"),
            says(
                new NotTakingCause.AnotherHealthy("n2", FULL),
                "n2 is healthy, and here the disk is full"),
            says(
                new NotTakingCause.HealthyMayTurnUp(FULL),
                "a healthy member may turn up, and here the disk is full"),
            says(new NotTakingCause.ServerSilent(), "PostgreSQL does not answer"),
            says(new NotTakingCause.FenceNotReady("no guard"), "no guard"),
            says(
                new NotTakingCause.Promised(),
                "promised, or may have promised, to let a leader go on"),
            says(new NotTakingCause.PromotionFailed("hook"), "promoting failed: hook"),
            says(new NotTakingCause.AnotherChosen(), "an operator chose another member"),
            says(new NotTakingCause.MemberChosen("n2"), "an operator chose n2"),
            says(new NotTakingCause.AnotherLeaderWanted(), "an operator asked for another leader"),
            says(
                new NotTakingCause.LastWalMissing(new Lsn(7)),
                "a switchover, the last WAL (up to 0/7) is not here yet"),
            says(new NotTakingCause.RewindInterrupted(), "pg_rewind was interrupted here"));
    return Saying.tests(NotTakingCause.class, all, NotTakingText::of);
  }

  @TestFactory
  Stream<DynamicTest> eachRefusalHasItsWords() {
    List<Saying<FailsafeRefusal>> all =
        List.of(
            says(new FailsafeRefusal.FailsafeModeOff(), "failsafe mode is off"),
            says(new FailsafeRefusal.Leads(), "running as a leader"),
            says(new FailsafeRefusal.InElection(), "nobody leads: taking part in the election"),
            says(
                new FailsafeRefusal.JustStarted(),
                "started just now, and may have taken part in an election before"),
            says(new FailsafeRefusal.AnotherLeads("n2"), "the leader is n2"));
    return Saying.tests(FailsafeRefusal.class, all, NotTakingText::of);
  }
}
