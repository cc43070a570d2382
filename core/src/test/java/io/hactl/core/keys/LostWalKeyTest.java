package io.hactl.core.keys;

import static io.hactl.core.given.Cast.SYSTEM_ID;
import static io.hactl.core.given.Given.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.given.Given;
import io.hactl.core.model.Purpose;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Transaction;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.codec.ClusterCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a member tells the cluster of the WAL that it has lost. */
class LostWalKeyTest {

  private static LostWal lost(int minute, String identity) {
    return new LostWal(
        "a",
        identity,
        2,
        Optional.of(new Lsn(100)),
        new Lsn(200 + minute),
        true,
        Optional.of("/data.lost_wal/x"),
        LostWal.How.REWOUND,
        Given.WALL.plusMinutes(minute));
  }

  private static LostWal lost(int minute) {
    return lost(minute, SYSTEM_ID);
  }

  @Test
  void aNoteOnTheDiskIsWrittenWhenTheDcsCanBeReached() {
    aReplica()
        .aside(List.of(lost(0)))
        .decide()
        .commits(
            Purpose.LOST_WAL,
            Transaction.builder()
                .ifAt(Keys.LOST_WAL, 0)
                .put(Keys.LOST_WAL, ClusterCodec.write(List.of(lost(0)))));
    aReplica().aside(List.of(lost(0))).disconnected().decide().commitsNo(Purpose.LOST_WAL);
  }

  @Test
  void whatTheClusterKnowsIsNotWrittenAgain() {
    aReplica()
        .aside(List.of(lost(0)))
        .lostWal(List.of(lost(0)))
        .decide()
        .commitsNo(Purpose.LOST_WAL);
  }

  @Test
  void whatAnotherClusterLostIsNotTold() {
    aReplica().aside(List.of(lost(0, "999"))).decide().commitsNo(Purpose.LOST_WAL);
  }

  @Test
  void theNewestAreKeptAndTheOldestDoNotComeBack() {
    List<LostWal> known = new ArrayList<>(IntStream.range(1, 101).mapToObj(i -> lost(i)).toList());
    aReplica().aside(List.of(lost(0))).lostWal(known).decide().commitsNo(Purpose.LOST_WAL);
    List<LostWal> wanted = new ArrayList<>(known.subList(1, 100));
    wanted.add(lost(101));
    aReplica()
        .aside(List.of(lost(101)))
        .lostWal(known)
        .decide()
        .commits(
            Purpose.LOST_WAL,
            Transaction.builder()
                .ifAt(Keys.LOST_WAL, Given.LOST_WAL_AT)
                .put(Keys.LOST_WAL, ClusterCodec.write(wanted)));
  }

  @Test
  void aNoteSurvivesItsWayThroughTheDcs() {
    assertThat(ClusterCodec.readLostWal(ClusterCodec.writeLostWal(lost(3)))).isEqualTo(lost(3));
  }
}
