package io.hactl.core.text;

import io.hactl.core.reason.CallOffCause;
import io.hactl.core.reason.DataProblem;
import io.hactl.core.reason.DemotionCause;
import io.hactl.core.reason.YieldCause;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.election.ObjectionText;
import java.util.Optional;

/** Says in a few words what is behind a reason: the part of its sentence that differs. */
public final class CauseText {

  private static final String LEFT = "the WAL left the leader's history at ";

  private CauseText() {}

  /** What a leader gives up its place for. */
  public static String of(YieldCause cause) {
    return switch (cause) {
      case YieldCause.Unhealthy(var fault) -> fault.message();
      case YieldCause.WasUnhealthy _ -> "PostgreSQL was stopped, being unhealthy";
      case YieldCause.Crashed _ -> "PostgreSQL crashed";
      case YieldCause.DoesNotComeUp _ -> "PostgreSQL does not come up";
      case YieldCause.OrphansRemain _ -> "processes of PostgreSQL do not end";
      case YieldCause.FenceNotReady(var problem) -> problem;
      case YieldCause.PromotionFailed(var failure) -> "promoting failed: " + failure;
      case YieldCause.Promised _ -> "promised to let another leader go on";
      case YieldCause.ForeignDataInPause _ -> "paused, and the data is another cluster's";
      case YieldCause.StoppedInPause _ -> "paused, and PostgreSQL does not run";
      case YieldCause.WithSuccessor(var other, var successor) ->
          of(other) + ", and " + successor + " can lead";
    };
  }

  /** Why a server that may take writes has no lease for it. */
  public static String of(DemotionCause cause) {
    return switch (cause) {
      case DemotionCause.DcsNeverReached _ ->
          "the DCS could not be reached since the agent started";
      case DemotionCause.NotRenewed _ -> "it could not be renewed in time";
      case DemotionCause.NotRenewedNorAgreed _ ->
          "it could not be renewed in time, and not all members agreed to go on without the DCS";
      case DemotionCause.AnotherLeads(var leader) -> leader + " does";
      case DemotionCause.LeaseLost _ -> "it was lost";
    };
  }

  /** Why a switchover does not take place. */
  public static String of(CallOffCause cause) {
    return switch (cause) {
      case CallOffCause.AnotherLeaderNamed(var leader) -> "it names " + leader + " as the leader";
      case CallOffCause.CandidateLeads _ -> "the candidate leads already";
      case CallOffCause.TimeMissed(var at) -> "its time, " + at + ", was missed";
      case CallOffCause.PausedWithoutCandidate _ ->
          "the cluster is paused, and no candidate is named";
      case CallOffCause.NobodyFit(var objections) ->
          objections.isEmpty() ? "there is no other member" : ObjectionText.line(objections);
      case CallOffCause.UncleanStop _ -> "PostgreSQL was not shut down cleanly";
    };
  }

  /** Why the data here is of no more use. */
  public static String of(DataProblem problem) {
    return switch (problem) {
      case DataProblem.CreationInterrupted _ -> "creating the data directory was interrupted";
      case DataProblem.CreatedElsewhere _ -> "another member created the cluster";
      case DataProblem.LeftHistory(var left) -> leftHistory(left);
      case DataProblem.RecoveryFails _ -> "crash recovery fails";
      case DataProblem.NotComparable _ -> "the timelines cannot be compared with the leader's";
      case DataProblem.RewindInterrupted _ -> "pg_rewind was interrupted";
      case DataProblem.NoStartAfterRewind _ -> "the server does not start after pg_rewind";
      case DataProblem.AfterFailure(var other, var failure) ->
          of(other) + " (last failure: " + failure + ")";
      case DataProblem.RejoinFailed(var failure) -> failure;
    };
  }

  static String leftHistory(Optional<Lsn> left) {
    return LEFT + left.map(Lsn::toString).orElse("an unknown position");
  }

  static String halfRewound() {
    return LEFT + "an earlier rewind, which was interrupted";
  }
}
