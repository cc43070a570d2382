package io.hactl.core.model;

import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Optional;

/** Whether a node's WAL is the beginning of the leader's, or has left it somewhere. */
public final class Divergence {

  private Divergence() {}

  /**
   * The end of one timeline.
   *
   * @param timeline the one that ended
   * @param at where the next one began
   */
  public record Switch(int timeline, Lsn at) {}

  /**
   * A server's line of timelines.
   *
   * @param timeline the last, that it is on
   * @param before those before, oldest first; may be unknown, then empty
   */
  public record Line(int timeline, List<Switch> before) {

    public Line {
      before = List.copyOf(before);
    }

    /** Where this line left {@code wanted}; empty if it never was on it or still is. */
    Optional<Lsn> endOf(int wanted) {
      return before.stream().filter(s -> s.timeline() == wanted).map(Switch::at).findFirst();
    }
  }

  /**
   * Where the node left the leader's line.
   *
   * <p>A shutdown checkpoint counts as a whole: its record begins at {@code localEnd}, so that a
   * former primary has diverged if the leader left the timeline there or before. A standby's {@code
   * localEnd} is the end of its last record.
   *
   * @param wasPrimary whether {@code localEnd} is where a primary's last record begins
   * @return the last position that both share; empty if the node can simply follow
   */
  public static Optional<Lsn> of(Line local, Lsn localEnd, boolean wasPrimary, Line leader) {
    for (Switch ours : local.before()) {
      Optional<Lsn> theirs = leader.endOf(ours.timeline());
      if (theirs.isEmpty()) {
        boolean leaderStayed = leader.timeline() == ours.timeline();
        if (leaderStayed) {
          return Optional.of(ours.at());
        }
      } else if (!theirs.get().equals(ours.at())) {
        return Optional.of(theirs.get().isAfter(ours.at()) ? ours.at() : theirs.get());
      }
    }
    if (local.timeline() == leader.timeline()) {
      return Optional.empty();
    }
    Optional<Lsn> leaderLeft = leader.endOf(local.timeline());
    if (leaderLeft.isEmpty()) {
      return Optional.of(lastShared(local, leader));
    }
    boolean beyond =
        wasPrimary ? localEnd.compareTo(leaderLeft.get()) >= 0 : localEnd.isAfter(leaderLeft.get());
    return beyond ? leaderLeft : Optional.empty();
  }

  /** The end of the last timeline that both have been on and left at the same place. */
  private static Lsn lastShared(Line local, Line leader) {
    Lsn shared = Lsn.ZERO;
    for (Switch ours : local.before()) {
      if (leader.endOf(ours.timeline()).filter(ours.at()::equals).isPresent()) {
        shared = ours.at();
      }
    }
    return shared;
  }
}
