package io.hactl.core.text;

import io.hactl.core.reason.Creating;
import io.hactl.core.reason.Electing;
import io.hactl.core.reason.Ending;
import io.hactl.core.reason.HandingOver;
import io.hactl.core.reason.Leading;
import io.hactl.core.reason.Maintaining;
import io.hactl.core.reason.Pausing;
import io.hactl.core.reason.Reason;
import io.hactl.core.reason.Replicating;
import io.hactl.core.reason.Waiting;
import io.hactl.dcs.cluster.SyncState;

/** Says a reason in one sentence, without a full stop. */
public final class ReasonText {

  private ReasonText() {}

  /** The sentence. */
  public static String of(Reason reason) {
    return switch (reason) {
      case Waiting r -> waiting(r);
      case Creating r -> creating(r);
      case Leading r -> leading(r);
      case HandingOver r -> handingOver(r);
      case Electing r -> electing(r);
      case Replicating r -> replicating(r);
      case Maintaining r -> maintaining(r);
      case Pausing r -> pausing(r);
      case Ending r -> ending(r);
    };
  }

  private static String waiting(Waiting reason) {
    return switch (reason) {
      case Waiting.WaitingForDcs _ -> "waiting for the DCS";
      case Waiting.WaitingForView _ -> "waiting to see the state of PostgreSQL";
      case Waiting.WaitingForSession _ -> "waiting for a session in the DCS";
      case Waiting.WaitingForStart _ -> "PostgreSQL is starting up";
      case Waiting.UnderWay(var task) -> task.description() + " is under way";
      case Waiting.BackingOff(var failure) -> nextTry(failure);
      case Waiting.BackingOffAlone(var fault) ->
          nextTry(fault.message() + "; no healthy member can take over now");
      case Waiting.WaitingForStorage(var fault) ->
          nextTry(fault.message() + "; what this server needs to follow is put off until then");
      case Waiting.WaitingForFence(var problem) ->
          "nothing that takes writes is started: " + problem;
    };
  }

  private static String nextTry(String why) {
    return "waiting before the next try: " + why;
  }

  // Long: one sentence for each reason, and the compiler sees that none is missing.
  private static String creating(Creating reason) {
    return switch (reason) {
      case Creating.ClaimingInitialize _ ->
          "the cluster does not exist yet: trying for the right to create it";
      case Creating.CreatingCluster _ -> "creating the cluster";
      case Creating.AnnouncingCluster _ ->
          "the cluster is created: announcing it and taking the lease";
      case Creating.WaitingForCluster _ ->
          "the cluster does not exist yet; another member is, or may be, about to create it";
      case Creating.DcsLostCluster(var systemIdentifier) ->
          "the DCS has lost the cluster "
              + systemIdentifier
              + ", and there is no data here to restore it from: waiting for a member that has"
              + " data; to create a new cluster in its place, remove the file"
              + " .*.hactl-former-cluster beside the data directory, if there is one, and start"
              + " this agent again";
      case Creating.StuckInitialize _ ->
          "the key initialize is empty and nobody alive is creating the cluster, so that it may"
              + " never be created: if no member is being set up elsewhere, run 'hactl remove',"
              + " and start the agents again";
      case Creating.GivingUpInitialize _ ->
          "creating the cluster failed: giving the right to create it back";
      case Creating.Adopting _ ->
          "the data directory belongs to no cluster yet: it becomes this cluster's";
      case Creating.WaitingForSource _ -> "no data here, and no running leader to copy from";
      case Creating.Cloning(var source) -> "no data here: copying from " + source;
      case Creating.NoDataAsLeader _ -> "holds the lease but has no data: releasing it";
      case Creating.RefusedSystemId(var dataDir, var found, var expected) ->
          "the data directory "
              + dataDir
              + ": its system identifier is "
              + found
              + ", that of the cluster is "
              + expected
              + "; move the directory away to have this node copied anew, or correct scope";
      case Creating.RefusedName(var name, var apiUrl) ->
          "another agent with the name "
              + name
              + " runs at "
              + apiUrl.orElse("an unknown address")
              + "; give this one another name (settings key: name)";
      case Creating.UnusableData(var problem) -> problem;
      case Creating.DataGone _ -> "the data directory is gone: stopping PostgreSQL";
    };
  }

  private static String leading(Leading reason) {
    return switch (reason) {
      case Leading.HoldingLease _ -> "the leader, holding the lease";
      case Leading.Promoting _ -> "took the lease: promoting";
      case Leading.StartingPrimary _ -> "holds the lease: starting PostgreSQL as the primary";
      case Leading.RestartingCrashed _ -> "PostgreSQL crashed: starting it again in place";
      case Leading.LeaseEnding _ ->
          "holds the lease, but it is about to end: nothing is started or promoted on it";
      case Leading.UnhealthyLeader(var fault) ->
          "the leader, holding the lease, though "
              + fault.message()
              + ": no healthy member can take over now";
      case Leading.TakingOverOwnKey _ ->
          "the leader key is this member's from before: taking it over";
      case Leading.SwitchoverPlanned(var at) ->
          "the leader, holding the lease; a switchover is planned for " + at;
      case Leading.LeadingWithoutDcs _ ->
          "the DCS cannot be reached: going on as the leader, as all members agree";
    };
  }

  private static String handingOver(HandingOver reason) {
    return switch (reason) {
      case HandingOver.ReleasingLease(var cause) ->
          CauseText.of(cause) + ": releasing the lease so that another member takes over";
      case HandingOver.RenewalStopped(var cause) ->
          CauseText.of(cause)
              + ": not renewing the lease, so that it ends and another member takes over";
      case HandingOver.LookingForSuccessor(var cause) ->
          CauseText.of(cause) + ": asking the other members whether one can take over";
      case HandingOver.CheckingCandidates _ ->
          "switchover: asking the candidates for their positions";
      case HandingOver.SwitchingOver(var successor) ->
          "switchover to " + successor + ": stopping PostgreSQL";
      case HandingOver.ReleasingAfterStop(var end) ->
          "switchover: shut down cleanly at " + end + ", releasing the lease";
      case HandingOver.CallingOff(var cause) -> "switchover called off: " + CauseText.of(cause);
      case HandingOver.Demoted(var cause) ->
          "does not hold the lease (" + CauseText.of(cause) + "): stopping PostgreSQL";
      case HandingOver.EndingOrphans _ ->
          "the postmaster died: ending the processes it left behind";
      case HandingOver.ReadOnlyWithoutDcs _ -> "the DCS cannot be reached: running read-only";
    };
  }

  private static String electing(Electing reason) {
    return switch (reason) {
      case Electing.Racing _ -> "no leader: asking the other members for their positions";
      case Electing.TakingLease _ -> "no leader, and nobody is ahead: taking the lease";
      case Electing.TakingLeaseAsCandidate _ -> "an operator chose this member: taking the lease";
      case Electing.TakingLeaseAsPrimary _ ->
          "no leader, and PostgreSQL runs as the primary: taking the lease";
      case Electing.TakingLeaseBack _ ->
          "nobody took over in the switchover: taking the lease back";
      case Electing.NotTaking(var objection) ->
          "no leader; not taking the lease: " + NotTakingText.of(objection);
      case Electing.WalStillArrives _ ->
          "no leader; not racing yet (primary_race_backoff): the former leader's server still"
              + " sends WAL";
      case Electing.StartingWithoutLeader _ -> "no leader: starting PostgreSQL as a standby";
    };
  }

  private static String replicating(Replicating reason) {
    return switch (reason) {
      case Replicating.Following(var upstream) ->
          "a replica, following " + upstream.orElse("the archive");
      case Replicating.ChangingUpstream(var upstream) ->
          "now following " + upstream.orElse("nobody");
      case Replicating.StartingStandby(var leader) ->
          "starting PostgreSQL as a standby of " + leader.orElse("nobody");
      case Replicating.RecoveringCrash _ ->
          "was a primary and did not shut down: crash recovery before it can follow";
      case Replicating.Comparing(var leader) -> "comparing timelines with the leader " + leader;
      case Replicating.WaitingForLeader(var leader) ->
          "the leader " + leader.orElse("nobody") + " does not run as a primary yet";
      case Replicating.Rewinding(var left) -> CauseText.leftHistory(left) + ": rewinding";
      case Replicating.RewindingAgain _ -> CauseText.halfRewound() + ": rewinding";
      case Replicating.StoppingToRejoin(var left) ->
          CauseText.leftHistory(left) + ": stopping to rejoin";
      case Replicating.StoppingHalfRewound _ -> CauseText.halfRewound() + ": stopping to rejoin";
      case Replicating.SettingAside(var problem) ->
          CauseText.of(problem) + ": setting the data directory aside to copy anew";
      case Replicating.RemovingData(var problem) ->
          CauseText.of(problem)
              + ": removing the data directory, as the settings ask for, to copy anew";
      case Replicating.Diverged(var problem) ->
          "this member needs an operator: "
              + CauseText.of(problem)
              + ", and the settings allow no new copy; run 'hactl reinit', or set"
              + " postgresql.set_aside_diverged_data or postgresql.use_pg_rewind";
      case Replicating.Reinitializing _ -> "an operator asked for a new copy of the data";
    };
  }

  private static String maintaining(Maintaining reason) {
    return switch (reason) {
      case Maintaining.Restarting _ -> "an operator asked for a restart";
      case Maintaining.KeepingSlots _ -> "bringing the replication slots in step with the members";
      case Maintaining.MovingSlots _ -> "moving the permanent slots on, after the leader's";
      case Maintaining.Configuring _ -> "settings changed: writing and reloading them";
      case Maintaining.SyncOff _ -> "synchronous mode is off: removing the sync key";
      case Maintaining.LeavingSyncKey _ ->
          "waiting to be taken out of the sync key before the data here is given up: until then an"
              + " election may need it";
      case Maintaining.SettingSyncNames(var names) ->
          "commits are to wait for " + names + ": setting synchronous_standby_names";
      case Maintaining.WritingSyncKey(var key) ->
          "standbys that may be elected: " + standbys(key) + ": writing the sync key";
      case Maintaining.WaitingForSyncStandby _ ->
          "the leader, holding the lease; a synchronous standby is catching up";
    };
  }

  private static String standbys(SyncState key) {
    return key.standbys().isEmpty()
        ? "none"
        : String.join(", ", key.standbys())
            + (key.quorum() == 0 ? "" : " (quorum " + key.quorum() + ")");
  }

  private static String pausing(Pausing reason) {
    return switch (reason) {
      case Pausing.InPause _ -> "paused: no automatic action";
      case Pausing.LeaderInPause _ -> "paused: the leader, holding the lease";
    };
  }

  private static String ending(Ending reason) {
    return switch (reason) {
      case Ending.StoppingAtEnd _ -> "the agent is ending: stopping PostgreSQL";
      case Ending.ReleasingAtEnd _ ->
          "the agent is ending: PostgreSQL is stopped, releasing the lease";
      case Ending.Ended _ -> "the agent ends";
      case Ending.EndedInPause _ -> "the agent ends; paused: PostgreSQL is left running";
    };
  }
}
