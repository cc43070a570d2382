package io.hactl.core.text;

import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.reason.Objection;

/** Says in a few words why this node must not lead, or does not let another one go on. */
public final class ObjectionText {

  private ObjectionText() {}

  /** Why it must not lead. */
  public static String of(Objection objection) {
    return switch (objection) {
      case Objection.TaggedNofailover _ -> "this member is tagged nofailover";
      case Objection.SyncKeyUnreadable _ ->
          "the key sync is malformed, so nobody knows who has every write; repair or delete it";
      case Objection.OutsideSyncKey _ -> "synchronous mode, and this member is not in the sync key";
      case Objection.OutsideFailsafeKey _ ->
          "this member is not in the failsafe key, so that a leader may go on without the DCS and"
              + " not ask it; if there is none, set failsafe_mode: false";
      case Objection.Lags(long bytes, _) ->
          "this member lacks " + bytes + " bytes of WAL, more than maximum_lag_on_failover";
      case Objection.TimelineBehind(int timeline, int newest) ->
          "this member is on timeline " + timeline + ", the cluster on " + newest;
      case Objection.PrimaryBehind(int timeline, _) ->
          "this server is on timeline " + timeline + ", the cluster knows a newer one";
      case Objection.PrimaryAlive(var member) -> member + " still runs as a primary";
      case Objection.PrimaryOrNewer(var member) -> member + " is a primary, or on a newer timeline";
      case Objection.AnotherAhead(var member) -> member + " is ahead";
      case Objection.QuorumNotHeard(long heard, int quorum) ->
          "heard of " + heard + " standbys, the quorum is " + quorum;
      case Objection.NotPromotable(var ailment) -> ailment.message();
      case Objection.AnotherHealthy(var member, var ailment) ->
          member + " is well, and here " + ailment.message();
      case Objection.HealthyMayTurnUp(var ailment) ->
          "a healthy member may turn up, and here " + ailment.message();
      case Objection.ServerSilent _ -> "PostgreSQL does not answer";
      case Objection.FenceNotReady(var problem) -> problem;
      case Objection.Promised _ -> "promised, or may have promised, to let a leader go on";
      case Objection.PromotionFailed(var failure) -> "promoting failed: " + failure;
      case Objection.AnotherChosen _ -> "an operator chose another member";
      case Objection.MemberChosen(var member) -> "an operator chose " + member;
      case Objection.AnotherLeaderWanted _ -> "an operator asked for another leader";
      case Objection.LastWalMissing(var end) ->
          "a switchover, the last WAL (up to " + end + ") is not here yet";
      case Objection.RewindInterrupted _ -> "pg_rewind was interrupted here";
    };
  }

  /** Why it does not let a leader go on without the DCS. */
  public static String of(FailsafeRefusal refusal) {
    return switch (refusal) {
      case FailsafeRefusal.FailsafeModeOff _ -> "failsafe mode is off";
      case FailsafeRefusal.Leads _ -> "running as a leader";
      case FailsafeRefusal.InElection _ -> "nobody leads: taking part in the election";
      case FailsafeRefusal.JustStarted _ ->
          "started just now, and may have taken part in an election before";
      case FailsafeRefusal.AnotherLeads(var leader) -> "the leader is " + leader;
    };
  }
}
