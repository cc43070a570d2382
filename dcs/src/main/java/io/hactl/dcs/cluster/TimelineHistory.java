package io.hactl.dcs.cluster;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** How the cluster's timelines ended, oldest first. */
public record TimelineHistory(List<Entry> entries) {

  public static final TimelineHistory EMPTY = new TimelineHistory(List.of());

  public TimelineHistory {
    entries = List.copyOf(entries);
  }

  /**
   * The end of one timeline.
   *
   * @param timeline the timeline that ended
   * @param switchLsn where it ended
   * @param reason what PostgreSQL noted in the history file
   * @param time when the next timeline began, where known
   * @param newLeader the member that began it, where known
   */
  public record Entry(
      int timeline,
      Lsn switchLsn,
      String reason,
      Optional<OffsetDateTime> time,
      Optional<String> newLeader) {}

  /** The newest timeline this history knows to exist; 0 when it is empty. */
  public int newestTimeline() {
    return entries.isEmpty() ? 0 : entries.getLast().timeline() + 1;
  }
}
