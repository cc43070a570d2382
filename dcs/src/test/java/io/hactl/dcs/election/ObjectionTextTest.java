package io.hactl.dcs.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ObjectionTextTest {

  private static void said(Objection objection, String sentence) {
    assertThat(ObjectionText.sentence("n1", objection)).isEqualTo(sentence);
  }

  @Test
  void eachObjectionIsASentence() {
    said(new Objection.NoApiUrl(), "n1 has no api_url in its key, so that it cannot be asked");
    said(new Objection.NoAnswer(), "n1 does not answer");
    said(new Objection.NotRunning(), "PostgreSQL of n1 does not run");
    said(new Objection.RunsAsPrimary(), "n1 runs as a primary");
    said(new Objection.TaggedNofailover(), "n1 is tagged nofailover");
    said(new Objection.WatchdogFailed(), "n1 could not arm its watchdog");
    said(
        new Objection.NotPromotable(new TreeSet<>(Set.of("storage_hangs"))),
        "n1 could not be promoted (storage_hangs)");
    said(
        new Objection.Unhealthy(new TreeSet<>(Set.of("disk_full", "crash_loop"))),
        "n1 is unhealthy (crash_loop, disk_full)");
    said(new Objection.OutsideSyncKey(), "synchronous mode, and n1 is not in the sync key");
    said(
        new Objection.Lags(2000, 1000),
        "n1 lacks 2000 bytes of WAL, more than maximum_lag_on_failover");
    said(
        new Objection.PositionUnknown(new Lsn(0x3000000)),
        "n1 does not say how much WAL it has, and the leader is at 0/3000000");
    said(new Objection.TimelineBehind(3, 4), "n1 is on timeline 3, the cluster on 4");
    said(new Objection.TimelineBehind(0, 4), "n1 is on an unknown timeline, the cluster on 4");
    said(new Objection.TimelineDiffers(3, 2), "n1 is on timeline 3, the leader on 2");
    said(new Objection.PrimaryAlive("n2"), "n2 still runs as a primary");
    said(new Objection.AnotherAhead("n2"), "n2 is ahead");
    said(new Objection.QuorumNotHeard(1, 2), "heard of 1 standbys, the quorum is 2");
    assertThat(ObjectionText.sentence("n1", new Objection.SyncKeyUnreadable()))
        .startsWith("the key sync is malformed");
    assertThat(ObjectionText.sentence("this member", new Objection.OutsideFailsafeKey()))
        .startsWith("this member is not in the failsafe key, so that");
  }

  @Test
  void allOfThemAreOneLine() {
    assertThat(
            ObjectionText.line(
                new TreeMap<>(
                    Map.of(
                        "n2",
                        List.of(new Objection.NoAnswer()),
                        "n1",
                        List.of(new Objection.TaggedNofailover(), new Objection.OutsideSyncKey()),
                        "n3",
                        List.of()))))
        .isEqualTo(
            "n1 is tagged nofailover; synchronous mode, and n1 is not in the sync key;"
                + " n2 does not answer");
  }
}
