package io.hactl.core.text;

import static io.hactl.core.text.Saying.says;

import io.hactl.core.model.Ailment;
import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.reason.Objection;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.time.Tick;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ObjectionTextTest {

  private static final Ailment FULL =
      new Ailment(Ailment.Kind.DISK_FULL, "the disk is full", new Tick(0), Optional.empty());

  @TestFactory
  Stream<DynamicTest> eachObjectionHasItsWords() {
    List<Saying<Objection>> all =
        List.of(
            says(new Objection.TaggedNofailover(), "this member is tagged nofailover"),
            says(
                new Objection.SyncKeyUnreadable(),
                "the key sync is malformed, so nobody knows who has every write; repair or delete"
                    + " it"),
            says(
                new Objection.OutsideSyncKey(),
                "synchronous mode, and this member is not in the sync key"),
            says(
                new Objection.OutsideFailsafeKey(),
                "this member is not in the failsafe key, so that a leader may go on without the"
                    + " DCS and not ask it; if there is none, set failsafe_mode: false"),
            says(
                new Objection.Lags(101, 100),
                "this member lacks 101 bytes of WAL, more than maximum_lag_on_failover"),
            says(
                new Objection.TimelineBehind(3, 4),
                "this member is on timeline 3, the cluster on 4"),
            says(
                new Objection.PrimaryBehind(3, 4),
                "this server is on timeline 3, the cluster knows a newer one"),
            says(new Objection.PrimaryAlive("n2"), "n2 still runs as a primary"),
            says(new Objection.PrimaryOrNewer("n2"), "n2 is a primary, or on a newer timeline"),
            says(new Objection.AnotherAhead("n2"), "n2 is ahead"),
            says(new Objection.QuorumNotHeard(1, 2), "heard of 1 standbys, the quorum is 2"),
            says(new Objection.NotPromotable(FULL), "the disk is full"),
            says(new Objection.AnotherHealthy("n2", FULL), "n2 is well, and here the disk is full"),
            says(
                new Objection.HealthyMayTurnUp(FULL),
                "a healthy member may turn up, and here the disk is full"),
            says(new Objection.ServerSilent(), "PostgreSQL does not answer"),
            says(new Objection.FenceNotReady("no guard"), "no guard"),
            says(new Objection.Promised(), "promised, or may have promised, to let a leader go on"),
            says(new Objection.PromotionFailed("hook"), "promoting failed: hook"),
            says(new Objection.AnotherChosen(), "an operator chose another member"),
            says(new Objection.MemberChosen("n2"), "an operator chose n2"),
            says(new Objection.AnotherLeaderWanted(), "an operator asked for another leader"),
            says(
                new Objection.LastWalMissing(new Lsn(7)),
                "a switchover, the last WAL (up to 0/7) is not here yet"),
            says(new Objection.RewindInterrupted(), "pg_rewind was interrupted here"));
    return Saying.tests(Objection.class, all, ObjectionText::of);
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
    return Saying.tests(FailsafeRefusal.class, all, ObjectionText::of);
  }
}
