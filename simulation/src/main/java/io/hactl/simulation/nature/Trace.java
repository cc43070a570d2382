package io.hactl.simulation.nature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happened, in order. Always sums up to a number that two equal runs share; keeps the lines
 * only where somebody wants to read them.
 */
public final class Trace {

  private final Scheduler scheduler;
  private final boolean keeping;
  private final List<String> lines = new ArrayList<>();
  private long hash = 0xcbf29ce484222325L;

  public Trace(Scheduler scheduler, boolean keeping) {
    this.scheduler = scheduler;
    this.keeping = keeping;
  }

  /**
   * @param who the node, or what is not a node
   */
  public void note(String who, String what) {
    mix(who.hashCode());
    mix(what.hashCode());
    mix(scheduler.now());
    if (keeping) {
      lines.add(line(scheduler.now(), who, what));
    }
  }

  /** Adds a number to the sum. */
  public void mix(long value) {
    hash = (hash ^ value) * 0x100000001b3L;
    hash ^= hash >>> 29;
  }

  public long hash() {
    return hash;
  }

  public boolean isKeeping() {
    return keeping;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  static String line(long nanos, String who, String what) {
    return String.format(Locale.ROOT, "%10.3f  %-6s %s", nanos / 1e9, who, what);
  }
}
