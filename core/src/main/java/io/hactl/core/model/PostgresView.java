package io.hactl.core.model;

import io.hactl.dcs.cluster.LostWal;
import io.hactl.time.Tick;
import java.util.List;

/**
 * PostgreSQL on this node, as observed.
 *
 * @param at when the observation began
 * @param aside what is kept beside the data directory
 */
public record PostgresView(Tick at, DataDirectory dataDirectory, ServerState server, Aside aside) {

  /** Nothing is kept aside. */
  public PostgresView(Tick at, DataDirectory dataDirectory, ServerState server) {
    this(at, dataDirectory, server, Aside.NOTHING);
  }

  /**
   * @param directories data directories that were set aside, and folders with WAL that was lost
   * @param bytes how much they hold, as far as it was counted yet
   * @param lostWal the notes of lost WAL, oldest first
   */
  public record Aside(int directories, long bytes, List<LostWal> lostWal) {

    public static final Aside NOTHING = new Aside(0, 0, List.of());

    public Aside {
      lostWal = List.copyOf(lostWal);
    }
  }
}
