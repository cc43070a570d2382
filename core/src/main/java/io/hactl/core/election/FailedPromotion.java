package io.hactl.core.election;

import io.hactl.core.keys.LeaderKey;
import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.situation.Observation;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.cluster.TimelineHistory.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A timeline's number is given out before the promotion. When that comes to nothing, the number
 * stays used up, but nobody need wait for a member that has the timeline: there is none.
 */
public final class FailedPromotion {

  /** What the history says of a number that no timeline got. */
  static final String FAILED = "promotion failed";

  private FailedPromotion() {}

  /**
   * The newest timeline that has, or may have, begun.
   *
   * @param timeline of this node's server, which is a standby
   */
  static int newestBegun(Observation o, int timeline) {
    List<Entry> entries = o.dcs().history().value().entries();
    int last = entries.size() - 1;
    while (last >= 0 && cameToNothing(o, entries.get(last), timeline)) {
      last--;
    }
    return last < 0 ? 0 : entries.get(last).timeline() + 1;
  }

  /**
   * The history with this node's own attempt struck out, where it is certain that nothing came of
   * it: the server is stopped, and was a standby to the end.
   */
  public static Optional<TimelineHistory> noted(Observation o) {
    List<Entry> entries = o.dcs().history().value().entries();
    boolean failed =
        o.server().isStopped()
            && o.data() instanceof Initialized data
            && data.standbySignal()
            && !data.state().wasPrimary()
            && !entries.isEmpty()
            && isOwnAttempt(o, entries.getLast(), data.timeline());
    if (!failed) {
      return Optional.empty();
    }
    Entry attempt = entries.getLast();
    List<Entry> changed = new ArrayList<>(entries.subList(0, entries.size() - 1));
    changed.add(
        new Entry(
            attempt.timeline(), attempt.switchLsn(), FAILED, attempt.time(), attempt.newLeader()));
    return Optional.of(new TimelineHistory(changed));
  }

  private static boolean cameToNothing(Observation o, Entry entry, int timeline) {
    return entry.reason().equals(FAILED) || isOwnAttempt(o, entry, timeline);
  }

  /** Nobody but this node could have begun that timeline, and its server is a standby before it. */
  private static boolean isOwnAttempt(Observation o, Entry entry, int timeline) {
    return entry.reason().equals(LeaderKey.PROMOTING)
        && entry.newLeader().filter(o.self().name()::equals).isPresent()
        && timeline <= entry.timeline();
  }
}
