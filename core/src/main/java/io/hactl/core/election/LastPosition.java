package io.hactl.core.election;

import io.hactl.core.situation.Situation;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.TimelineHistory.Entry;
import java.util.List;

/** How far the WAL went of who led last: what a candidate's lag is measured against. */
final class LastPosition {

  private LastPosition() {}

  /**
   * The position in the status, unless that is another leader's: who took the lease to promote its
   * standby and has not written a status since has begun its timeline at a position that the
   * history tells. What the leader before wrote beyond that was given up with it, and who has all
   * up to there lacks nothing.
   */
  static Lsn of(Situation s) {
    Lsn told = s.cluster().status().value().optime();
    List<Entry> entries = s.cluster().history().value().entries();
    boolean older = s.cluster().status().modRevision() < s.cluster().history().modRevision();
    if (entries.isEmpty()
        || !older
        || !entries.getLast().reason().equals(FailedPromotion.PROMOTING)) {
      return told;
    }
    Lsn begun = entries.getLast().switchLsn();
    return told.isAfter(begun) ? begun : told;
  }
}
