package io.hactl.simulation.postgres;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The replication slots of one data directory, and the WAL that is kept there: from the oldest
 * place that a slot holds on, or the last checkpoint. Members find older WAL in an archive.
 */
public final class HeldWal {

  private static final long NOTHING = -1;

  private final Map<String, Long> slots = new TreeMap<>();
  private final Set<String> read = new TreeSet<>();
  private long redo;
  private long oldest;

  /** Whether there is such a slot, holding WAL back or not. */
  public boolean has(String slot) {
    return slots.containsKey(slot);
  }

  Set<String> names() {
    return slots.keySet();
  }

  /** From where on it holds WAL back; empty: it holds nothing. */
  public Optional<Long> position(String slot) {
    return Optional.ofNullable(slots.get(slot)).filter(at -> at != NOTHING);
  }

  /** One that holds nothing until somebody uses it. */
  void createIdle(String slot) {
    slots.putIfAbsent(slot, NOTHING);
  }

  /** One that holds everything since the last checkpoint. */
  void createHolding(String slot) {
    slots.putIfAbsent(slot, redo);
  }

  void drop(String slot) {
    slots.remove(slot);
    read.remove(slot);
  }

  /** Its reader has confirmed everything up to here. */
  public void confirm(String slot, long lsn) {
    slots.computeIfPresent(slot, (name, at) -> Math.max(at, lsn));
  }

  /** Whether somebody who is no member reads from it now. */
  public void setRead(String slot, boolean isRead) {
    if (isRead) {
      read.add(slot);
    } else {
      read.remove(slot);
    }
  }

  boolean isRead(String slot) {
    return read.contains(slot);
  }

  /** A checkpoint begins here, or was streamed; only {@link #checkpoint} makes use of it. */
  void redoAt(long lsn) {
    redo = Math.max(redo, lsn);
  }

  long redo() {
    return redo;
  }

  /** What nobody holds is removed. */
  void checkpoint() {
    long held = redo;
    for (long at : slots.values()) {
      held = at == NOTHING ? held : Math.min(held, at);
    }
    oldest = Math.max(oldest, held);
  }

  /** Up to here everything is gone. */
  public long oldest() {
    return oldest;
  }

  /** As a copy, or a rewind, leaves it: there is WAL from the source's checkpoint on, no slot. */
  void copyFrom(HeldWal source) {
    clear();
    redo = source.redo;
    oldest = source.redo;
  }

  void clear() {
    slots.clear();
    read.clear();
    redo = 0;
    oldest = 0;
  }
}
