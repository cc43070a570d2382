package io.hactl.dcs.election;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Says objections in sentences, without a full stop. */
public final class ObjectionText {

  private ObjectionText() {}

  /**
   * One sentence.
   *
   * @param who the member that is judged: its name, or {@code this member}
   */
  public static String sentence(String who, Objection objection) {
    return switch (objection) {
      case Objection.NoApiUrl _ -> who + " has no api_url in its key, so that it cannot be asked";
      case Objection.NoAnswer _ -> who + " does not answer";
      case Objection.NotRunning _ -> "PostgreSQL of " + who + " does not run";
      case Objection.RunsAsPrimary _ -> who + " runs as a primary";
      case Objection.TaggedNofailover _ -> who + " is tagged nofailover";
      case Objection.WatchdogFailed _ -> who + " could not arm its watchdog";
      case Objection.NotPromotable(var faults) ->
          who + " could not be promoted (" + String.join(", ", faults) + ")";
      case Objection.Unhealthy(var faults) ->
          who + " is unhealthy (" + String.join(", ", faults) + ")";
      case Objection.SyncKeyUnreadable _ ->
          "the key sync is malformed, so nobody knows who has every write; repair or delete it";
      case Objection.OutsideSyncKey _ -> "synchronous mode, and " + who + " is not in the sync key";
      case Objection.OutsideFailsafeKey _ ->
          who
              + " is not in the failsafe key, so that a leader may go on without the DCS and not"
              + " ask it; if there is none, set failsafe_mode: false";
      case Objection.Lags(long bytes, long _) ->
          who + " lacks " + bytes + " bytes of WAL, more than maximum_lag_on_failover";
      case Objection.PositionUnknown(var leader) ->
          who + " does not say how much WAL it has, and the leader is at " + leader;
      case Objection.TimelineBehind(int timeline, int newest) ->
          who + onTimeline(timeline) + ", the cluster on " + newest;
      case Objection.TimelineDiffers(int timeline, int leader) ->
          who + onTimeline(timeline) + ", the leader on " + leader;
      case Objection.PrimaryAlive(var member) -> member + " still runs as a primary";
      case Objection.AnotherAhead(var member) -> member + " is ahead";
      case Objection.QuorumNotHeard(long heard, int quorum) ->
          "heard of " + heard + " standbys, the quorum is " + quorum;
    };
  }

  private static String onTimeline(int timeline) {
    return timeline == 0 ? " is on an unknown timeline" : " is on timeline " + timeline;
  }

  /** All that speaks against each of several members, by name; one line, {@code ; } between. */
  public static String line(SortedMap<String, List<Objection>> objections) {
    return objections.entrySet().stream()
        .flatMap(member -> member.getValue().stream().map(o -> sentence(member.getKey(), o)))
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
