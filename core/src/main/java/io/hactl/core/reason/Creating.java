package io.hactl.core.reason;

import java.util.Optional;

/** The cluster is to be created, or this node's first data, or neither is to be touched. */
public sealed interface Creating extends Reason {

  /** There is no cluster: this node tries for the right to create it. */
  record ClaimingInitialize() implements Creating {}

  /** This node has that right. */
  record CreatingCluster() implements Creating {}

  /** The data is made, and the cluster learns of it. */
  record AnnouncingCluster() implements Creating {}

  /** Another member creates it, or may be about to. */
  record WaitingForCluster() implements Creating {}

  /**
   * There was a cluster, and no data here to restore it from.
   *
   * @param systemIdentifier its identity
   */
  record DcsLostCluster(String systemIdentifier) implements Creating {}

  /** Somebody has the right to create the cluster for good, and does not. */
  record StuckInitialize() implements Creating {}

  /** Creating it failed here. */
  record GivingUpInitialize() implements Creating {}

  /** The cluster has no identity and gets this node's. */
  record Adopting() implements Creating {}

  /** There is no data here and nobody to copy from. */
  record WaitingForSource() implements Creating {}

  /**
   * The data is copied.
   *
   * @param source the member it is copied from
   */
  record Cloning(String source) implements Creating {}

  /** A leader without data is none. */
  record NoDataAsLeader() implements Creating {}

  /**
   * The data is another cluster's.
   *
   * @param dataDir where it is
   * @param found its system identifier
   * @param expected the cluster's
   */
  record RefusedSystemId(String dataDir, String found, String expected) implements Creating {}

  /**
   * Another agent has this one's name.
   *
   * @param apiUrl where it answers; empty: unknown
   */
  record RefusedName(String name, Optional<String> apiUrl) implements Creating {}

  /**
   * What is in the data directory is no database cluster.
   *
   * @param problem one sentence: what is there, what to do
   */
  record UnusableData(String problem) implements Creating {}

  /** The data directory was taken away under a server that runs. */
  record DataGone() implements Creating {}
}
