package io.hactl.core.keys;

import io.hactl.core.election.FailedPromotion;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.cluster.TimelineHistory.Entry;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings what PostgreSQL knows of its timelines and what the DCS knows together. PostgreSQL knows
 * its own ancestors; the DCS also the timelines that were begun elsewhere and led nowhere, which
 * must stay known, as their numbers are used up.
 *
 * @param leader who runs as the primary
 * @param now when
 * @param timeline the primary's
 */
record HistoryMerge(String leader, OffsetDateTime now, int timeline) {

  List<Entry> of(TimelineHistory known, TimelineHistory local) {
    SortedMap<Integer, Entry> merged = new TreeMap<>();
    known.entries().stream()
        .filter(e -> e.timeline() < timeline)
        .forEach(e -> merged.put(e.timeline(), e));
    for (Entry entry : local.entries()) {
      Optional<Entry> before = Optional.ofNullable(merged.get(entry.timeline()));
      boolean newest = entry.equals(local.entries().getLast());
      merged.put(entry.timeline(), annotated(entry, before, newest));
    }
    // The timeline before this one may be nobody's ancestor: this server left the history earlier.
    Optional.ofNullable(merged.get(timeline - 1))
        .filter(e -> e.reason().equals(FailedPromotion.PROMOTING) && !local.entries().isEmpty())
        .ifPresent(e -> merged.put(e.timeline(), explained(e, local.entries().getLast())));
    return List.copyOf(merged.values());
  }

  private Entry annotated(Entry entry, Optional<Entry> before, boolean newest) {
    boolean justTaken =
        newest && before.map(e -> e.reason().equals(FailedPromotion.PROMOTING)).orElse(true);
    Optional<OffsetDateTime> time = before.flatMap(Entry::time);
    return new Entry(
        entry.timeline(),
        entry.switchLsn(),
        entry.reason(),
        justTaken ? time.or(() -> Optional.of(now)) : time,
        justTaken ? Optional.of(leader) : before.flatMap(Entry::newLeader));
  }

  private Entry explained(Entry taken, Entry last) {
    return new Entry(
        taken.timeline(), last.switchLsn(), last.reason(), taken.time(), Optional.of(leader));
  }
}
