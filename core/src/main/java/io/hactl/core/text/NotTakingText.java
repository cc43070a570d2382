package io.hactl.core.text;

import io.hactl.core.reason.FailsafeRefusal;
import io.hactl.core.reason.NotTakingCause;
import io.hactl.dcs.election.ObjectionText;

/** Says in a few words why this node must not lead, or does not let another one go on. */
public final class NotTakingText {

  private NotTakingText() {}

  /** Why it must not lead. */
  public static String of(NotTakingCause cause) {
    return switch (cause) {
      case NotTakingCause.Ineligible(var objection) ->
          ObjectionText.sentence("this member", objection);
      case NotTakingCause.PrimaryBehind(int timeline, _) ->
          "this server is on timeline " + timeline + ", the cluster knows a newer one";
      case NotTakingCause.PrimaryOrNewer(var member) ->
          member + " is a primary, or on a newer timeline";
      case NotTakingCause.NotPromotable(var fault) -> fault.message();
      case NotTakingCause.AnotherHealthy(var member, var fault) ->
          member + " is healthy, and here " + fault.message();
      case NotTakingCause.HealthyMayTurnUp(var fault) ->
          "a healthy member may turn up, and here " + fault.message();
      case NotTakingCause.ServerSilent _ -> "PostgreSQL does not answer";
      case NotTakingCause.FenceNotReady(var problem) -> problem;
      case NotTakingCause.Promised _ -> "promised, or may have promised, to let a leader go on";
      case NotTakingCause.PromotionFailed(var failure) -> "promoting failed: " + failure;
      case NotTakingCause.AnotherChosen _ -> "an operator chose another member";
      case NotTakingCause.MemberChosen(var member) -> "an operator chose " + member;
      case NotTakingCause.AnotherLeaderWanted _ -> "an operator asked for another leader";
      case NotTakingCause.LastWalMissing(var end) ->
          "a switchover, the last WAL (up to " + end + ") is not here yet";
      case NotTakingCause.RewindInterrupted _ -> "pg_rewind was interrupted here";
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
