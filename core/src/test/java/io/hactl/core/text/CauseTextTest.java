package io.hactl.core.text;

import static io.hactl.core.text.Saying.says;

import io.hactl.core.model.Fault;
import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.DemotionCause;
import io.hactl.core.reason.YieldCause;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.Objection;
import io.hactl.time.Tick;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CauseTextTest {

  @TestFactory
  Stream<DynamicTest> eachCauseOfYieldingHasItsWords() {
    Fault full = new Fault(FaultKind.DISK_FULL, "the disk is full", new Tick(0), Optional.empty());
    List<Saying<YieldCause>> all =
        List.of(
            says(new YieldCause.Unhealthy(full), "the disk is full"),
            says(new YieldCause.WasUnhealthy(), "PostgreSQL was stopped, being unhealthy"),
            says(new YieldCause.Crashed(), "PostgreSQL crashed"),
            says(new YieldCause.DoesNotComeUp(), "PostgreSQL does not come up"),
            says(new YieldCause.OrphansRemain(), "processes of PostgreSQL do not end"),
            says(new YieldCause.FenceNotReady("no guard"), "no guard"),
            says(new YieldCause.PromotionFailed("hook"), "promoting failed: hook"),
            says(new YieldCause.Promised(), "promised to let another leader go on"),
            says(new YieldCause.ForeignDataInPause(), "paused, and the data is another cluster's"),
            says(new YieldCause.StoppedInPause(), "paused, and PostgreSQL does not run"),
            says(
                new YieldCause.WithSuccessor(new YieldCause.Crashed(), "n2"),
                "PostgreSQL crashed, and n2 can lead"));
    return Saying.tests(YieldCause.class, all, CauseText::of);
  }

  @TestFactory
  Stream<DynamicTest> eachCauseOfDemotingHasItsWords() {
    List<Saying<DemotionCause>> all =
        List.of(
            says(
                new DemotionCause.DcsNeverReached(),
                "the DCS could not be reached since the agent started"),
            says(new DemotionCause.NotRenewed(), "it could not be renewed in time"),
            says(
                new DemotionCause.NotRenewedNorAgreed(),
                "it could not be renewed in time, and not all members agreed to go on without the"
                    + " DCS"),
            says(new DemotionCause.AnotherLeads("n2"), "n2 does"),
            says(new DemotionCause.LeaseLost(), "it was lost"));
    return Saying.tests(DemotionCause.class, all, CauseText::of);
  }

  @TestFactory
  Stream<DynamicTest> eachCauseOfCallingOffHasItsWords() {
    List<Saying<CallOffCause>> all =
        List.of(
            says(new CallOffCause.AnotherLeaderNamed("n2"), "it names n2 as the leader"),
            says(new CallOffCause.CandidateLeads(), "the candidate leads already"),
            says(
                new CallOffCause.TimeMissed(OffsetDateTime.parse("2026-05-01T12:00:30Z")),
                "its time, 2026-05-01T12:00:30Z, was missed"),
            says(
                new CallOffCause.PausedWithoutCandidate(),
                "the cluster is paused, and no candidate is named"),
            says(
                new CallOffCause.NobodyFit(
                    new TreeMap<>(
                        Map.of(
                            "n2", List.of(new Objection.NoAnswer()),
                            "n3", List.of(new Objection.TaggedNofailover())))),
                "n2 does not answer; n3 is tagged nofailover"),
            says(new CallOffCause.UncleanStop(), "PostgreSQL was not shut down cleanly"));
    return Saying.tests(CallOffCause.class, all, CauseText::of);
  }

  @TestFactory
  Stream<DynamicTest> eachProblemWithDataHasItsWords() {
    List<Saying<DataProblem>> all =
        List.of(
            says(
                new DataProblem.CreationInterrupted(),
                "creating the data directory was interrupted"),
            says(new DataProblem.CreatedElsewhere(), "another member created the cluster"),
            says(
                new DataProblem.LeftHistory(Optional.of(new Lsn(7))),
                "the WAL left the leader's history at 0/7"),
            says(
                new DataProblem.LeftHistory(Optional.empty()),
                "the WAL left the leader's history at an unknown position"),
            says(new DataProblem.RecoveryFails(), "crash recovery fails"),
            says(
                new DataProblem.NotComparable(),
                "the timelines cannot be compared with the leader's"),
            says(new DataProblem.RewindInterrupted(), "pg_rewind was interrupted"),
            says(new DataProblem.NoStartAfterRewind(), "the server does not start after pg_rewind"),
            says(
                new DataProblem.AfterFailure(new DataProblem.RecoveryFails(), "bad WAL"),
                "crash recovery fails (last failure: bad WAL)"),
            says(new DataProblem.RejoinFailed("bad WAL"), "bad WAL"));
    return Saying.tests(DataProblem.class, all, CauseText::of);
  }
}
