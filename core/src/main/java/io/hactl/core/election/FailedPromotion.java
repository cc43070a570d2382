package io.hactl.core.election;

import io.hactl.core.model.DataDirectory.Initialized;
import io.hactl.core.situation.Situation;
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

  /** What stands in the history from taking the lease until PostgreSQL has noted its own reason. */
  public static final String PROMOTING = "promoting";

  private FailedPromotion() {}

  /**
   * The newest timeline that has, or may have, begun.
   *
   * @param timeline of this node's server, which is a standby
   */
  static int newestBegun(Situation s, int timeline) {
    List<Entry> entries = s.cluster().history().value().entries();
    int last = entries.size() - 1;
    while (last >= 0 && cameToNothing(s, entries.get(last), timeline)) {
      last--;
    }
    return last < 0 ? 0 : entries.get(last).timeline() + 1;
  }

  /**
   * The history with this node's own attempt struck out, where it is certain that nothing came of
   * it: the server is stopped, and was a standby to the end.
   */
  public static Optional<TimelineHistory> noted(Situation s) {
    List<Entry> entries = s.cluster().history().value().entries();
    boolean failed =
        s.server().isStopped()
            && s.data() instanceof Initialized data
            && data.standbySignal()
            && !data.state().wasPrimary()
            && !entries.isEmpty()
            && isOwnAttempt(s, entries.getLast(), data.timeline());
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

  private static boolean cameToNothing(Situation s, Entry entry, int timeline) {
    return entry.reason().equals(FAILED) || isOwnAttempt(s, entry, timeline);
  }

  /** Nobody but this node could have begun that timeline, and its server is a standby before it. */
  private static boolean isOwnAttempt(Situation s, Entry entry, int timeline) {
    return entry.reason().equals(FailedPromotion.PROMOTING)
        && entry.newLeader().filter(s.self().name()::equals).isPresent()
        && timeline <= entry.timeline();
  }
}
