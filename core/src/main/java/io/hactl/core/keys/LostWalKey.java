package io.hactl.core.keys;

import io.hactl.core.decision.Action;
import io.hactl.core.model.Purpose;
import io.hactl.core.situation.Situation;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells the cluster of the WAL that this member has lost, from the notes on its disk: at any time
 * later, and without anything waiting for it.
 */
final class LostWalKey {

  /** How many losses the key keeps; etcd takes values of 1.5 MB, one is some 300 bytes. */
  static final int MAX = 100;

  private LostWalKey() {}

  static Optional<Action> action(Situation s) {
    List<LostWal> notes = s.view().aside().lostWal();
    if (notes.isEmpty() || s.isWriting(Purpose.LOST_WAL) || s.cluster().hasProblem(Keys.LOST_WAL)) {
      return Optional.empty();
    }
    Versioned<List<LostWal>> known = s.cluster().lostWal();
    List<LostWal> wanted = merged(known.value(), notes, s.cluster().systemIdentifier().orElse(""));
    return wanted.equals(known.value())
        ? Optional.empty()
        : Optional.of(
            new Action.Commit(
                Purpose.LOST_WAL,
                Transaction.builder()
                    .ifAt(Keys.LOST_WAL, known.modRevision())
                    .put(Keys.LOST_WAL, ClusterCodec.write(wanted))
                    .build()));
  }

  /** The newest of both; what was dropped for its age once is not written again. */
  private static List<LostWal> merged(List<LostWal> known, List<LostWal> notes, String identity) {
    List<LostWal> all = new ArrayList<>(known);
    notes.stream()
        .filter(note -> note.systemIdentifier().equals(identity))
        .filter(note -> known.stream().noneMatch(note::isSameLoss))
        .forEach(all::add);
    if (all.size() == known.size()) {
      return known;
    }
    all.sort(Comparator.comparing(LostWal::time));
    return List.copyOf(all.subList(Math.max(0, all.size() - MAX), all.size()));
  }
}
