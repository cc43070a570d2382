package io.hactl.dcs.cluster;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Who may be elected in synchronous mode.
 *
 * @param leader the member that wrote it, if synchronous mode is on
 * @param standbys the synchronous standbys, in the order of the key
 * @param quorum how many of the standbys a candidate must hear from besides itself; 0 in plain mode
 */
public record SyncState(Optional<String> leader, SequencedSet<String> standbys, int quorum) {

  public static final SyncState EMPTY = new SyncState(Optional.empty(), new LinkedHashSet<>(), 0);

  public SyncState {
    standbys = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(standbys));
  }

  /** Whether synchronous mode was on when the key was last written. */
  public boolean isActive() {
    return leader.isPresent();
  }

  /** The leader or one of the standbys. */
  public boolean contains(String member) {
    return leader.filter(member::equals).isPresent() || standbys.contains(member);
  }
}
