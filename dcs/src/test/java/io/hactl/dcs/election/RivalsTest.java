package io.hactl.dcs.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.dcs.cluster.SyncState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the others' answers say against a candidate. */
class RivalsTest {

  private static final Cluster PLAIN = Given.cluster();
  private static final PeerStatus ME = Given.standby("n1");

  private static SyncState sync(int quorum) {
    return new SyncState(Optional.of("n0"), new LinkedHashSet<>(List.of("n1", "n2", "n3")), quorum);
  }

  @Test
  void aPrimaryThatRuns() {
    assertThat(Rivals.primaryAlive(List.of(Given.standby("n2"), Given.primary("n3"))))
        .contains(new Objection.PrimaryAlive("n3"));
    assertThat(Rivals.primaryAlive(List.of(Given.standby("n2"), Given.stopped("n3")))).isEmpty();
  }

  @Test
  void theFirstOfThoseThatAreAhead() {
    List<PeerStatus> answers =
        List.of(
            Given.standby("n2", 3, 1500),
            Given.standby("n3", 3, 2000),
            Given.standby("n4", 2, 9000));
    assertThat(Rivals.ahead(ME, answers, Criteria.rival(PLAIN)))
        .contains(new Objection.AnotherAhead("n3"));
    assertThat(Rivals.ahead(Given.standby("n1", 4, 1), answers, Criteria.rival(PLAIN))).isEmpty();
  }

  @Test
  void nobodyIsAheadWithTheSameWalAndPriority() {
    assertThat(Rivals.ahead(ME, List.of(Given.standby("n2")), Criteria.rival(PLAIN))).isEmpty();
    assertThat(
            Rivals.ahead(
                ME, List.of(Given.tagged("n2", "failover_priority", 2L)), Criteria.rival(PLAIN)))
        .contains(new Objection.AnotherAhead("n2"));
  }

  @Test
  void whoCouldNotLeadIsNotAhead() {
    PeerStatus unhealthy = Given.faulty("n2", "disk_full");
    PeerStatus me = Given.standby("n1", 3, 500);
    assertThat(Rivals.ahead(me, List.of(unhealthy), Criteria.rival(PLAIN))).isEmpty();
    assertThat(Rivals.ahead(me, List.of(unhealthy), Criteria.rival(PLAIN).unhealthyToo()))
        .contains(new Objection.AnotherAhead("n2"));
  }

  @Test
  void theQuorumIsOfStandbysThatAreNotAhead() {
    PeerStatus n2 = Given.standby("n2");
    PeerStatus n3 = Given.standby("n3", 3, 2000);
    assertThat(Rivals.quorumNotHeard(ME, List.of(n2, n3), sync(1), true)).isEmpty();
    assertThat(Rivals.quorumNotHeard(ME, List.of(n2, n3), sync(2), true))
        .contains(new Objection.QuorumNotHeard(1, 2));
    assertThat(Rivals.quorumNotHeard(ME, List.of(Given.stopped("n2")), sync(1), true))
        .contains(new Objection.QuorumNotHeard(0, 1));
    assertThat(Rivals.quorumNotHeard(ME, List.of(Given.standby("n9")), sync(1), true))
        .contains(new Objection.QuorumNotHeard(0, 1));
  }

  @Test
  void theCandidatesOwnAnswerDoesNotCount() {
    assertThat(Rivals.quorumNotHeard(ME, List.of(ME), sync(1), true))
        .contains(new Objection.QuorumNotHeard(0, 1));
  }

  @Test
  void withoutQuorumNobodyNeedBeHeard() {
    assertThat(Rivals.quorumNotHeard(ME, List.of(), sync(0), true)).isEmpty();
    assertThat(Rivals.quorumNotHeard(ME, List.of(), SyncState.EMPTY, true)).isEmpty();
  }

  @Test
  void theWriterOfTheSyncKeyHasEveryWriteItself() {
    PeerStatus writer = Given.standby("n0");
    assertThat(Rivals.quorumNotHeard(writer, List.of(), sync(2), true)).isEmpty();
    assertThat(Rivals.quorumNotHeard(writer, List.of(), sync(2), false))
        .contains(new Objection.QuorumNotHeard(0, 2));
  }
}
