package io.hactl.dcs.election;

import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Clusters and answers for tests of the judgement. */
final class Given {

  static final int TIMELINE = 3;
  static final Lsn POSITION = new Lsn(1000);

  private Given() {}

  /** A cluster of these keys, each followed by its value. */
  static Cluster cluster(String... keysAndValues) {
    SortedMap<String, KeySpace.Entry> keys = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.put(keysAndValues[i], new KeySpace.Entry(keysAndValues[i + 1], i + 1, 0));
    }
    return ClusterCodec.read(new KeySpace(keysAndValues.length, keys));
  }

  static PeerStatus standby(String name) {
    return Eligibility.standby(name, Tags.NONE, TIMELINE, POSITION);
  }

  static PeerStatus standby(String name, int timeline, long position) {
    return Eligibility.standby(name, Tags.NONE, timeline, new Lsn(position));
  }

  static PeerStatus primary(String name) {
    return answer(name, true, false, false);
  }

  static PeerStatus stopped(String name) {
    return answer(name, false, true, false);
  }

  static PeerStatus withoutWatchdog(String name) {
    return answer(name, true, true, true);
  }

  static PeerStatus tagged(String name, String tag, Object value) {
    return Eligibility.standby(name, new Tags(Map.of(tag, value)), TIMELINE, POSITION);
  }

  static PeerStatus faulty(String name, String... faults) {
    return new PeerStatus(
        name, true, true, TIMELINE, POSITION, Tags.NONE, false, Optional.empty(), Set.of(faults));
  }

  private static PeerStatus answer(
      String name, boolean running, boolean inRecovery, boolean watchdogFailed) {
    return new PeerStatus(
        name,
        running,
        inRecovery,
        TIMELINE,
        POSITION,
        Tags.NONE,
        watchdogFailed,
        Optional.empty(),
        Set.of());
  }
}
