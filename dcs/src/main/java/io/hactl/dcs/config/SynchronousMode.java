package io.hactl.dcs.config;

/** Whether the leader waits for standbys, and how they are chosen. */
public enum SynchronousMode {
  OFF,
  /** Named standbys, each of which has every acknowledged write. */
  ON,
  /** Any of a set of standbys; an election asks enough of them to find every acknowledged write. */
  QUORUM;

  public boolean isOn() {
    return this != OFF;
  }
}
