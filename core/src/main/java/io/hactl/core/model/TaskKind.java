package io.hactl.core.model;

import io.hactl.dcs.cluster.MemberState;
import java.util.Optional;

/**
 * What is known of each kind of {@link PostgresTask} without looking at one: what is said of it,
 * what others see of the member while it runs, whether a server takes writes by it, and what it
 * needs. A new task is a line here, a record there, and the class that carries it out.
 */
public enum TaskKind {
  BOOTSTRAP("creating the cluster", MemberState.INITDB, Writes.BEGIN, Storage.ANY, Rejoin.NONE),
  CLONE(
      "copying the data", MemberState.CREATING_REPLICA, Writes.NONE, Storage.HEALTHY, Rejoin.NONE),
  START_PRIMARY(
      "starting PostgreSQL as the primary",
      MemberState.STARTING,
      Writes.BEGIN,
      Storage.ANY,
      Rejoin.NONE),
  START_STANDBY(
      "starting PostgreSQL as a standby",
      MemberState.STARTING,
      Writes.NONE,
      Storage.ANY,
      Rejoin.START),
  STOP("stopping PostgreSQL", MemberState.STOPPING, Writes.NONE, Storage.ANY, Rejoin.NONE),
  KILL_ORPHANS(
      "ending what a dead postmaster left behind",
      MemberState.CRASHED,
      Writes.NONE,
      Storage.ANY,
      Rejoin.NONE),
  PROMOTE("promoting PostgreSQL", null, Writes.BEGIN, Storage.ANY, Rejoin.NONE),
  FOLLOW("changing the upstream", null, Writes.NONE, Storage.ANY, Rejoin.NONE),
  RESTART(
      "restarting PostgreSQL",
      MemberState.RESTARTING,
      Writes.GO_ON_AFTER_A_STOP,
      Storage.ANY,
      Rejoin.NONE),
  CONFIGURE("writing PostgreSQL's settings", null, Writes.GO_ON, Storage.ANY, Rejoin.NONE),
  SET_SYNCHRONOUS_STANDBYS(
      "setting synchronous_standby_names", null, Writes.GO_ON, Storage.ANY, Rejoin.NONE),
  UPDATE_SLOTS(
      "bringing the replication slots in step", null, Writes.GO_ON, Storage.ANY, Rejoin.NONE),
  MOVE_SLOTS("moving the permanent slots on", null, Writes.NONE, Storage.ANY, Rejoin.NONE),
  RECOVER_CRASH("crash recovery", MemberState.STOPPED, Writes.NONE, Storage.HEALTHY, Rejoin.REPAIR),
  COMPARE_TIMELINES("comparing timelines", null, Writes.NONE, Storage.ANY, Rejoin.COMPARISON),
  REWIND("pg_rewind", MemberState.STOPPED, Writes.NONE, Storage.HEALTHY, Rejoin.REPAIR),
  SET_ASIDE(
      "setting the data directory aside",
      MemberState.STOPPED,
      Writes.NONE,
      Storage.HEALTHY,
      Rejoin.NONE),
  DISCARD(
      "removing the data directory's contents",
      MemberState.STOPPED,
      Writes.NONE,
      Storage.ANY,
      Rejoin.NONE);

  /** Whether a server takes writes while the task runs, or by its success. */
  public enum Writes {
    /** No server takes writes that did not before. */
    NONE,
    /** A server that took no writes before may begin to. */
    BEGIN,
    /** The server keeps the role it has. */
    GO_ON,
    /** The same, but between a stop and a start there is no server to be seen. */
    GO_ON_AFTER_A_STOP
  }

  /** Whether the task needs room, or a disk that answers. */
  public enum Storage {
    /** The task does without, or harms nothing where it fails. */
    ANY,
    /**
     * The task would fail on an unhealthy disk and, failing often enough, cost a data directory.
     */
    HEALTHY
  }

  /** Which part of the budget a failure uses up that a member has to come back under a leader. */
  public enum Rejoin {
    NONE,
    COMPARISON,
    /** Crash recovery and pg_rewind. */
    REPAIR,
    /** The start of what was rewound. */
    START
  }

  private final String description;
  private final MemberState shown;
  private final Writes writes;
  private final Storage storage;
  private final Rejoin rejoin;

  /**
   * @param shown null: the state is shown that the server is in
   */
  TaskKind(String description, MemberState shown, Writes writes, Storage storage, Rejoin rejoin) {
    this.description = description;
    this.shown = shown;
    this.writes = writes;
    this.storage = storage;
    this.rejoin = rejoin;
  }

  /** The task in words, without what this very one is about. */
  public String description() {
    return description;
  }

  /** What others see of the member while such a task runs; empty: the server's own state. */
  public Optional<MemberState> shown() {
    return Optional.ofNullable(shown);
  }

  /** Whether a server takes writes while such a task runs, or by its success. */
  public Writes writes() {
    return writes;
  }

  /** Whether the server keeps its role, so that an operator who paused the cluster may want it. */
  public boolean leavesRoleAsItIs() {
    return writes == Writes.GO_ON || writes == Writes.GO_ON_AFTER_A_STOP;
  }

  /** Whether such a task is put off while this node's storage is unhealthy. */
  public boolean needsHealthyStorage() {
    return storage == Storage.HEALTHY;
  }

  /** Which part of the budget for coming back a failure uses up. */
  public Rejoin rejoin() {
    return rejoin;
  }
}
