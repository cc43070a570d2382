package io.hactl.simulation.wal;

import java.util.ArrayList;
import java.util.List;

/**
 * The WAL that one server wrote on one timeline, from where it left the WAL before. Two servers
 * that write on one timeline have two branches with the same number, which is what must not happen.
 */
public final class Branch {

  private final int timeline;
  private final Branch parent;
  private final long start;
  private final Object owner;
  private final List<Write> writes = new ArrayList<>();
  private long end;

  /**
   * A client's write.
   *
   * @param lsn where its record ends
   */
  record Write(long id, long lsn) {}

  /**
   * @param parent null: the first of all
   * @param start where it leaves its parent
   * @param owner the data directory whose server writes it
   */
  public Branch(int timeline, Branch parent, long start, Object owner) {
    this.timeline = timeline;
    this.parent = parent;
    this.start = start;
    this.owner = owner;
    this.end = start;
  }

  public int timeline() {
    return timeline;
  }

  Branch parent() {
    return parent;
  }

  long start() {
    return start;
  }

  public Object owner() {
    return owner;
  }

  public long end() {
    return end;
  }

  /** Adds a record that is no client's. */
  public void append(long bytes) {
    end += bytes;
  }

  public void append(long bytes, long writeId) {
    end += bytes;
    writes.add(new Write(writeId, end));
  }

  List<Write> writes() {
    return writes;
  }
}
