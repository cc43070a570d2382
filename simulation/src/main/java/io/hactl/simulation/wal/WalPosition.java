package io.hactl.simulation.wal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far somebody's WAL goes: a place on a branch, and with it everything the branch came from.
 */
public record WalPosition(Branch branch, long lsn) {

  /** The end of one timeline, as a history file tells it. */
  public record Switch(int timeline, long lsn) {}

  /** Whether the other's WAL is the beginning of this one's, in truth. */
  public boolean includes(WalPosition other) {
    return holds(other.branch(), other.lsn());
  }

  boolean holds(Branch wanted, long end) {
    long limit = lsn;
    for (Branch b = branch; b != null; b = b.parent()) {
      if (b == wanted) {
        return end <= limit;
      }
      limit = Math.min(limit, b.start());
    }
    return false;
  }

  /** Up to where both are the same. */
  public long commonWith(WalPosition other) {
    long limit = lsn;
    for (Branch b = branch; b != null; b = b.parent()) {
      long theirs = other.lsn();
      for (Branch o = other.branch(); o != null; o = o.parent()) {
        if (o == b) {
          return Math.min(limit, theirs);
        }
        theirs = Math.min(theirs, o.start());
      }
      limit = Math.min(limit, b.start());
    }
    return 0;
  }

  /** The timelines before this one's, oldest first, as PostgreSQL knows them. */
  public List<Switch> history() {
    List<Switch> switches = new ArrayList<>();
    for (Branch b = branch; b.parent() != null; b = b.parent()) {
      if (b.timeline() != b.parent().timeline()) {
        switches.add(new Switch(b.parent().timeline(), b.start()));
      }
    }
    Collections.reverse(switches);
    return switches;
  }

  public int timeline() {
    return branch.timeline();
  }

  /**
   * Whether PostgreSQL lets a standby that is here stream from a server at {@code upstream}: it
   * compares timelines and positions, and can see no more than that.
   */
  public boolean mayStreamFrom(WalPosition upstream) {
    if (timeline() == upstream.timeline()) {
      return lsn <= upstream.lsn();
    }
    return upstream.history().stream().anyMatch(s -> s.timeline() == timeline() && lsn <= s.lsn());
  }

  @Override
  public String toString() {
    return timeline() + "@" + lsn;
  }
}
