package io.hactl.dcs;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything under one cluster's prefix at one revision, undecoded. {@link ClusterCodec} makes a
 * {@link Cluster} of it.
 *
 * @param revision the DCS revision the whole was read at
 * @param keys key, relative to the prefix ({@code leader}, {@code members/n0}), to entry
 */
public record KeySpace(long revision, SortedMap<String, Entry> keys) {

  public KeySpace {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /**
   * One key.
   *
   * @param modRevision the revision of its last write
   * @param leaseId the session it lives on; 0: none
   */
  public record Entry(String value, long modRevision, long leaseId) {}

  public static KeySpace empty(long revision) {
    return new KeySpace(revision, new TreeMap<>(Map.of()));
  }
}
