package io.hactl.core.text;

import static io.hactl.core.text.Saying.says;

import io.hactl.core.model.Fault;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.StandbyNames;
import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.Creating.Adopting;
import io.hactl.core.reason.Creating.AnnouncingCluster;
import io.hactl.core.reason.Creating.ClaimingInitialize;
import io.hactl.core.reason.Creating.Cloning;
import io.hactl.core.reason.Creating.CreatingCluster;
import io.hactl.core.reason.Creating.DataGone;
import io.hactl.core.reason.Creating.DcsLostCluster;
import io.hactl.core.reason.Creating.GivingUpInitialize;
import io.hactl.core.reason.Creating.NoDataAsLeader;
import io.hactl.core.reason.Creating.RefusedName;
import io.hactl.core.reason.Creating.RefusedSystemId;
import io.hactl.core.reason.Creating.StuckInitialize;
import io.hactl.core.reason.Creating.UnusableData;
import io.hactl.core.reason.Creating.WaitingForCluster;
import io.hactl.core.reason.Creating.WaitingForSource;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.DemotionCause;
import io.hactl.core.reason.Electing.NotTaking;
import io.hactl.core.reason.Electing.Racing;
import io.hactl.core.reason.Electing.StartingWithoutLeader;
import io.hactl.core.reason.Electing.TakingLease;
import io.hactl.core.reason.Electing.TakingLeaseAsCandidate;
import io.hactl.core.reason.Electing.TakingLeaseAsPrimary;
import io.hactl.core.reason.Electing.TakingLeaseBack;
import io.hactl.core.reason.Electing.WalStillArrives;
import io.hactl.core.reason.Ending.Ended;
import io.hactl.core.reason.Ending.EndedInPause;
import io.hactl.core.reason.Ending.ReleasingAtEnd;
import io.hactl.core.reason.Ending.StoppingAtEnd;
import io.hactl.core.reason.HandingOver.CallingOff;
import io.hactl.core.reason.HandingOver.CheckingCandidates;
import io.hactl.core.reason.HandingOver.Demoted;
import io.hactl.core.reason.HandingOver.EndingOrphans;
import io.hactl.core.reason.HandingOver.LookingForSuccessor;
import io.hactl.core.reason.HandingOver.ReadOnlyWithoutDcs;
import io.hactl.core.reason.HandingOver.ReleasingAfterStop;
import io.hactl.core.reason.HandingOver.ReleasingLease;
import io.hactl.core.reason.HandingOver.RenewalStopped;
import io.hactl.core.reason.HandingOver.SwitchingOver;
import io.hactl.core.reason.Leading.HoldingLease;
import io.hactl.core.reason.Leading.LeadingWithoutDcs;
import io.hactl.core.reason.Leading.LeaseEnding;
import io.hactl.core.reason.Leading.Promoting;
import io.hactl.core.reason.Leading.RestartingCrashed;
import io.hactl.core.reason.Leading.StartingPrimary;
import io.hactl.core.reason.Leading.SwitchoverPlanned;
import io.hactl.core.reason.Leading.TakingOverOwnKey;
import io.hactl.core.reason.Leading.UnhealthyLeader;
import io.hactl.core.reason.Maintaining.Configuring;
import io.hactl.core.reason.Maintaining.KeepingSlots;
import io.hactl.core.reason.Maintaining.LeavingSyncKey;
import io.hactl.core.reason.Maintaining.MovingSlots;
import io.hactl.core.reason.Maintaining.Restarting;
import io.hactl.core.reason.Maintaining.SettingSyncNames;
import io.hactl.core.reason.Maintaining.SyncOff;
import io.hactl.core.reason.Maintaining.WaitingForSyncStandby;
import io.hactl.core.reason.Maintaining.WritingSyncKey;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.core.reason.Pausing.InPause;
import io.hactl.core.reason.Pausing.LeaderInPause;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Replicating.ChangingUpstream;
import io.hactl.core.reason.Replicating.Comparing;
import io.hactl.core.reason.Replicating.Diverged;
import io.hactl.core.reason.Replicating.Following;
import io.hactl.core.reason.Replicating.RecoveringCrash;
import io.hactl.core.reason.Replicating.Reinitializing;
import io.hactl.core.reason.Replicating.RemovingData;
import io.hactl.core.reason.Replicating.Rewinding;
import io.hactl.core.reason.Replicating.RewindingAgain;
import io.hactl.core.reason.Replicating.SettingAside;
import io.hactl.core.reason.Replicating.StartingStandby;
import io.hactl.core.reason.Replicating.StoppingHalfRewound;
import io.hactl.core.reason.Replicating.StoppingToRejoin;
import io.hactl.core.reason.Replicating.WaitingForLeader;
import io.hactl.core.reason.Waiting.BackingOff;
import io.hactl.core.reason.Waiting.BackingOffAlone;
import io.hactl.core.reason.Waiting.UnderWay;
import io.hactl.core.reason.Waiting.WaitingForDcs;
import io.hactl.core.reason.Waiting.WaitingForFence;
import io.hactl.core.reason.Waiting.WaitingForSession;
import io.hactl.core.reason.Waiting.WaitingForStart;
import io.hactl.core.reason.Waiting.WaitingForStorage;
import io.hactl.core.reason.Waiting.WaitingForView;
import io.hactl.core.reason.YieldCause;
import io.hactl.dcs.cluster.FaultKind;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.election.Objection;
import io.hactl.time.Tick;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ReasonTextTest {

  private static final Fault FULL =
      new Fault(FaultKind.DISK_FULL, "the disk is full", new Tick(0), Optional.empty());

  private static List<Saying<Reason>> waiting() {
    return List.of(
        says(new WaitingForDcs(), "waiting for the DCS"),
        says(new WaitingForView(), "waiting to see the state of PostgreSQL"),
        says(new WaitingForSession(), "waiting for a session in the DCS"),
        says(new WaitingForStart(), "PostgreSQL is starting up"),
        says(new UnderWay(new PostgresTask.RecoverCrash()), "crash recovery is under way"),
        says(new BackingOff("it failed"), "waiting before the next try: it failed"),
        says(
            new BackingOffAlone(FULL),
            "waiting before the next try: the disk is full; no healthy member can take over now"),
        says(
            new WaitingForStorage(FULL),
            "waiting before the next try: the disk is full; what this server needs to follow "
                + "is put off until then"),
        says(new WaitingForFence("no guard"), "nothing that takes writes is started: no guard"));
  }

  // Long: a table of reasons and their sentences.
  private static List<Saying<Reason>> creating() {
    return List.of(
        says(
            new ClaimingInitialize(),
            "the cluster does not exist yet: trying for the right to create it"),
        says(new CreatingCluster(), "creating the cluster"),
        says(new AnnouncingCluster(), "the cluster is created: announcing it and taking the lease"),
        says(
            new WaitingForCluster(),
            "the cluster does not exist yet; another member is, or may be, about to create it"),
        says(
            new DcsLostCluster("7001"),
            "the DCS has lost the cluster 7001, and there is no data here to restore it from:"
                + " waiting for a member that has data; to create a new cluster in its place,"
                + " remove the file .*.hactl-former-cluster beside the data directory, if there is"
                + " one, and start this agent again"),
        says(
            new StuckInitialize(),
            "the key initialize is empty and nobody alive is creating the cluster, so that it may"
                + " never be created: if no member is being set up elsewhere, run 'hactl remove',"
                + " and start the agents again"),
        says(
            new GivingUpInitialize(),
            "creating the cluster failed: giving the right to create it back"),
        says(
            new Adopting(),
            "the data directory belongs to no cluster yet: it becomes this cluster's"),
        says(new WaitingForSource(), "no data here, and no running leader to copy from"),
        says(new Cloning("n2"), "no data here: copying from n2"),
        says(new NoDataAsLeader(), "holds the lease but has no data: releasing it"),
        says(
            new RefusedSystemId("/data", "7001", "8000"),
            "the data directory /data: its system identifier is 7001, that of the cluster is "
                + "8000; move the directory away to have this node copied anew, or correct scope"),
        says(
            new RefusedName("n1", Optional.of("http://h:8008/patroni")),
            "another agent with the name n1 runs at http://h:8008/patroni; give this one "
                + "another name (settings key: name)"),
        says(
            new RefusedName("n1", Optional.empty()),
            "another agent with the name n1 runs at an unknown address; give this one another "
                + "name (settings key: name)"),
        says(new UnusableData("there are foreign files"), "there are foreign files"),
        says(new DataGone(), "the data directory is gone: stopping PostgreSQL"));
  }

  private static List<Saying<Reason>> leading() {
    return List.of(
        says(new HoldingLease(), "the leader, holding the lease"),
        says(new Promoting(), "took the lease: promoting"),
        says(new StartingPrimary(), "holds the lease: starting PostgreSQL as the primary"),
        says(new RestartingCrashed(), "PostgreSQL crashed: starting it again in place"),
        says(
            new LeaseEnding(),
            "holds the lease, but it is about to end: nothing is started or promoted on it"),
        says(
            new UnhealthyLeader(FULL),
            "the leader, holding the lease, though the disk is full: no healthy member can "
                + "take over now"),
        says(new TakingOverOwnKey(), "the leader key is this member's from before: taking it over"),
        says(
            new SwitchoverPlanned(OffsetDateTime.parse("2026-05-01T12:00:30Z")),
            "the leader, holding the lease; a switchover is planned for 2026-05-01T12:00:30Z"),
        says(
            new LeadingWithoutDcs(),
            "the DCS cannot be reached: going on as the leader, as all members agree"));
  }

  private static List<Saying<Reason>> handingOver() {
    return List.of(
        says(
            new ReleasingLease(new YieldCause.Crashed()),
            "PostgreSQL crashed: releasing the lease so that another member takes over"),
        says(
            new RenewalStopped(new YieldCause.OrphansRemain()),
            "processes of PostgreSQL do not end: not renewing the lease, so that it ends and "
                + "another member takes over"),
        says(
            new LookingForSuccessor(new YieldCause.Crashed()),
            "PostgreSQL crashed: asking the other members whether one can take over"),
        says(new CheckingCandidates(), "switchover: asking the candidates for their positions"),
        says(new SwitchingOver("n2"), "switchover to n2: stopping PostgreSQL"),
        says(
            new ReleasingAfterStop(new Lsn(0x100000028L)),
            "switchover: shut down cleanly at 1/28, releasing the lease"),
        says(
            new CallingOff(new CallOffCause.NobodyFit(new TreeMap<>())),
            "switchover called off: there is no other member"),
        says(
            new Demoted(new DemotionCause.LeaseLost()),
            "does not hold the lease (it was lost): stopping PostgreSQL"),
        says(new EndingOrphans(), "the postmaster died: ending the processes it left behind"),
        says(new ReadOnlyWithoutDcs(), "the DCS cannot be reached: running read-only"));
  }

  private static List<Saying<Reason>> electing() {
    return List.of(
        says(new Racing(), "no leader: asking the other members for their positions"),
        says(new TakingLease(), "no leader, and nobody is ahead: taking the lease"),
        says(new TakingLeaseAsCandidate(), "an operator chose this member: taking the lease"),
        says(
            new TakingLeaseAsPrimary(),
            "no leader, and PostgreSQL runs as the primary: taking the lease"),
        says(new TakingLeaseBack(), "nobody took over in the switchover: taking the lease back"),
        says(
            new NotTaking(new NotTakingCause.Ineligible(new Objection.AnotherAhead("n2"))),
            "no leader; not taking the lease: n2 is ahead"),
        says(
            new WalStillArrives(),
            "no leader; not racing yet (primary_race_backoff): the former leader's server "
                + "still sends WAL"),
        says(new StartingWithoutLeader(), "no leader: starting PostgreSQL as a standby"));
  }

  // Long: a table of reasons and their sentences.
  private static List<Saying<Reason>> replicating() {
    return List.of(
        says(new Following(Optional.of("n2")), "a replica, following n2"),
        says(new Following(Optional.empty()), "a replica, following the archive"),
        says(new ChangingUpstream(Optional.of("n2")), "now following n2"),
        says(new ChangingUpstream(Optional.empty()), "now following nobody"),
        says(new StartingStandby(Optional.of("n2")), "starting PostgreSQL as a standby of n2"),
        says(new StartingStandby(Optional.empty()), "starting PostgreSQL as a standby of nobody"),
        says(
            new RecoveringCrash(),
            "was a primary and did not shut down: crash recovery before it can follow"),
        says(new Comparing("n2"), "comparing timelines with the leader n2"),
        says(
            new WaitingForLeader(Optional.of("n2")), "the leader n2 does not run as a primary yet"),
        says(
            new WaitingForLeader(Optional.empty()),
            "the leader nobody does not run as a primary yet"),
        says(
            new Rewinding(Optional.of(new Lsn(7))),
            "the WAL left the leader's history at 0/7: rewinding"),
        says(
            new Rewinding(Optional.empty()),
            "the WAL left the leader's history at an unknown position: rewinding"),
        says(
            new RewindingAgain(),
            "the WAL left the leader's history at an earlier rewind, which was interrupted: "
                + "rewinding"),
        says(
            new StoppingToRejoin(Optional.of(new Lsn(7))),
            "the WAL left the leader's history at 0/7: stopping to rejoin"),
        says(
            new StoppingToRejoin(Optional.empty()),
            "the WAL left the leader's history at an unknown position: stopping to rejoin"),
        says(
            new StoppingHalfRewound(),
            "the WAL left the leader's history at an earlier rewind, which was interrupted: "
                + "stopping to rejoin"),
        says(
            new SettingAside(new DataProblem.RecoveryFails()),
            "crash recovery fails: setting the data directory aside to copy anew"),
        says(
            new RemovingData(new DataProblem.RecoveryFails()),
            "crash recovery fails: removing the data directory, as the settings ask for, to "
                + "copy anew"),
        says(
            new Diverged(new DataProblem.RecoveryFails()),
            "this member needs an operator: crash recovery fails, and the settings allow no "
                + "new copy; run 'hactl reinit', or set postgresql.set_aside_diverged_data or "
                + "postgresql.use_pg_rewind"),
        says(new Reinitializing(), "an operator asked for a new copy of the data"));
  }

  private static List<Saying<Reason>> maintaining() {
    return List.of(
        says(new Restarting(), "an operator asked for a restart"),
        says(new KeepingSlots(), "bringing the replication slots in step with the members"),
        says(new MovingSlots(), "moving the permanent slots on, after the leader's"),
        says(new Configuring(), "settings changed: writing and reloading them"),
        says(new SyncOff(), "synchronous mode is off: removing the sync key"),
        says(
            new LeavingSyncKey(),
            "waiting to be taken out of the sync key before the data here is given up: until "
                + "then an election may need it"),
        says(
            new SettingSyncNames(StandbyNames.first(1, Set.of("n2"))),
            "commits are to wait for FIRST 1 (\"n2\"): setting synchronous_standby_names"),
        says(
            new SettingSyncNames(StandbyNames.parse("")),
            "commits are to wait for nobody: setting synchronous_standby_names"),
        says(
            new WritingSyncKey(key(0)), "standbys that may be elected: none: writing the sync key"),
        says(
            new WritingSyncKey(key(0, "n2", "n3")),
            "standbys that may be elected: n2, n3: writing the sync key"),
        says(
            new WritingSyncKey(key(1, "n2", "n3")),
            "standbys that may be elected: n2, n3 (quorum 1): writing the sync key"),
        says(
            new WaitingForSyncStandby(),
            "the leader, holding the lease; a synchronous standby is catching up"));
  }

  private static List<Saying<Reason>> pausing() {
    return List.of(
        says(new InPause(), "paused: no automatic action"),
        says(new LeaderInPause(), "paused: the leader, holding the lease"));
  }

  private static List<Saying<Reason>> ending() {
    return List.of(
        says(new StoppingAtEnd(), "the agent is ending: stopping PostgreSQL"),
        says(
            new ReleasingAtEnd(),
            "the agent is ending: PostgreSQL is stopped, releasing the lease"),
        says(new Ended(), "the agent ends"),
        says(new EndedInPause(), "the agent ends; paused: PostgreSQL is left running"));
  }

  private static SyncState key(int quorum, String... standbys) {
    return new SyncState(Optional.of("n1"), new LinkedHashSet<>(List.of(standbys)), quorum);
  }

  @TestFactory
  Stream<DynamicTest> eachReasonHasItsSentence() {
    List<Saying<Reason>> all =
        Stream.of(
                waiting(),
                creating(),
                leading(),
                handingOver(),
                electing(),
                replicating(),
                maintaining(),
                pausing(),
                ending())
            .flatMap(List::stream)
            .toList();
    return Saying.tests(Reason.class, all, ReasonText::of);
  }
}
