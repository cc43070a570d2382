package io.hactl.dcs.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.Keys;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.PeerStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each objection, who raises it and who does not. */
class EligibilityTest {

  private static final Cluster PLAIN = Given.cluster();
  private static final Cluster SYNC =
      Given.cluster(Keys.SYNC, "{\"leader\":\"n0\",\"sync_standby\":\"n1\",\"quorum\":0}");
  private static final Cluster MALFORMED_SYNC = Given.cluster(Keys.SYNC, "[");
  private static final Cluster FAILSAFE =
      Given.cluster(
          Keys.CONFIG,
          "{\"failsafe_mode\":true}",
          Keys.FAILSAFE,
          "{\"n0\":\"http://n0\",\"n1\":\"http://n1\"}");
  private static final Cluster AT_3000 =
      Given.cluster(
          Keys.CONFIG, "{\"maximum_lag_on_failover\":1000}", Keys.STATUS, "{\"optime\":3000}");
  private static final Cluster TIMELINE_4 =
      Given.cluster(Keys.HISTORY, "[[3,900,\"no recovery target specified\"]]");

  private static List<Objection> of(PeerStatus member, Criteria criteria) {
    return Eligibility.objections(member, criteria);
  }

  private static TreeSet<String> words(String... words) {
    return new TreeSet<>(Set.of(words));
  }

  @Test
  void nothingSpeaksAgainstAHealthyStandby() {
    PeerStatus n1 = Given.standby("n1");
    for (Cluster cluster : List.of(PLAIN, SYNC, FAILSAFE)) {
      assertThat(of(n1, Criteria.forItself(cluster).and(Criterion.NEWEST_TIMELINE))).isEmpty();
      assertThat(of(n1, Criteria.successor(cluster))).isEmpty();
      assertThat(of(n1, Criteria.rival(cluster))).isEmpty();
      assertThat(of(n1, Criteria.switchover(cluster).leaderTimeline(Given.TIMELINE))).isEmpty();
      assertThat(of(n1, Criteria.requestedFailover(cluster))).isEmpty();
      assertThat(of(n1, Criteria.forced(cluster))).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotRun() {
    PeerStatus n1 = Given.stopped("n1");
    assertThat(of(n1, Criteria.successor(PLAIN))).containsExactly(new Objection.NotRunning());
    assertThat(of(n1, Criteria.forced(PLAIN))).containsExactly(new Objection.NotRunning());
    assertThat(of(n1, Criteria.requestedFailover(PLAIN)))
        .containsExactly(new Objection.NotRunning());
    assertThat(of(n1, Criteria.switchover(AT_3000))).containsExactly(new Objection.NotRunning());
  }

  @Test
  void aServerThatRunsAsAPrimary() {
    PeerStatus n1 = Given.primary("n1");
    assertThat(of(n1, Criteria.successor(PLAIN))).containsExactly(new Objection.RunsAsPrimary());
    assertThat(of(n1, Criteria.forced(PLAIN))).containsExactly(new Objection.RunsAsPrimary());
    assertThat(of(n1, Criteria.requestedFailover(PLAIN))).isEmpty();
  }

  @Test
  void theTagNofailover() {
    for (PeerStatus n1 :
        List.of(
            Given.tagged("n1", "nofailover", true), Given.tagged("n1", "failover_priority", 0L))) {
      for (Criteria criteria :
          List.of(
              Criteria.forItself(PLAIN),
              Criteria.successor(PLAIN),
              Criteria.rival(PLAIN).unhealthyToo(),
              Criteria.requestedFailover(PLAIN),
              Criteria.forced(PLAIN))) {
        assertThat(of(n1, criteria)).containsExactly(new Objection.TaggedNofailover());
      }
    }
  }

  @Test
  void aWatchdogThatCouldNotBeArmed() {
    PeerStatus n1 = Given.withoutWatchdog("n1");
    assertThat(of(n1, Criteria.successor(PLAIN))).containsExactly(new Objection.WatchdogFailed());
    assertThat(of(n1, Criteria.requestedFailover(PLAIN)))
        .containsExactly(new Objection.WatchdogFailed());
    assertThat(of(n1, Criteria.forced(PLAIN))).isEmpty();
  }

  @Test
  void aFaultThatForbidsLeading() {
    PeerStatus n1 = Given.faulty("n1", "storage_hangs", "disk_full");
    assertThat(of(n1, Criteria.successor(PLAIN)))
        .containsExactly(
            new Objection.NotPromotable(words("storage_hangs")),
            new Objection.Unhealthy(words("disk_full")));
    assertThat(of(n1, Criteria.rival(PLAIN).unhealthyToo()))
        .containsExactly(new Objection.NotPromotable(words("storage_hangs")));
    assertThat(of(n1, Criteria.requestedFailover(PLAIN)))
        .containsExactly(new Objection.Unhealthy(words("disk_full", "storage_hangs")));
  }

  @Test
  void aFaultThatDoesNotForbidLeading() {
    for (String fault : List.of("disk_full", "crash_loop", "api_silent", "of_a_later_version")) {
      PeerStatus n1 = Given.faulty("n1", fault);
      assertThat(of(n1, Criteria.successor(PLAIN)))
          .containsExactly(new Objection.Unhealthy(words(fault)));
      assertThat(of(n1, Criteria.successor(PLAIN).unhealthyToo())).isEmpty();
      assertThat(of(n1, Criteria.forced(PLAIN))).isEmpty();
    }
  }

  @Test
  void aSyncKeyThatCannotBeRead() {
    PeerStatus n1 = Given.standby("n1");
    assertThat(of(n1, Criteria.forItself(MALFORMED_SYNC)))
        .containsExactly(new Objection.SyncKeyUnreadable());
    assertThat(of(n1, Criteria.successor(MALFORMED_SYNC)))
        .as("it would refuse itself, and its leader would have stopped for nobody")
        .containsExactly(new Objection.SyncKeyUnreadable());
  }

  @Test
  void aMemberOutsideTheSyncKey() {
    PeerStatus n2 = Given.standby("n2");
    assertThat(of(n2, Criteria.forItself(SYNC))).containsExactly(new Objection.OutsideSyncKey());
    assertThat(of(n2, Criteria.rival(SYNC))).containsExactly(new Objection.OutsideSyncKey());
    assertThat(of(n2, Criteria.forced(SYNC))).isEmpty();
    assertThat(of(n2, Criteria.requestedFailover(SYNC))).isEmpty();
    assertThat(of(Given.standby("n0"), Criteria.forItself(SYNC))).isEmpty();
  }

  @Test
  void aMemberOutsideTheFailsafeKey() {
    PeerStatus n2 = Given.standby("n2");
    Objection outside = new Objection.OutsideFailsafeKey();
    assertThat(of(n2, Criteria.forItself(FAILSAFE))).containsExactly(outside);
    assertThat(of(n2, Criteria.successor(FAILSAFE))).containsExactly(outside);
    assertThat(of(n2, Criteria.rival(FAILSAFE))).isEmpty();
    assertThat(of(n2, Criteria.successor(FAILSAFE).failsafeMode(false))).isEmpty();
    Cluster noKey = Given.cluster(Keys.CONFIG, "{\"failsafe_mode\":true}");
    assertThat(of(n2, Criteria.successor(noKey))).isEmpty();
  }

  @Test
  void tooMuchWalThatIsMissing() {
    PeerStatus n1 = Given.standby("n1");
    Objection lags = new Objection.Lags(2000, 1000);
    assertThat(of(n1, Criteria.forItself(AT_3000))).containsExactly(lags);
    assertThat(of(n1, Criteria.switchover(AT_3000))).containsExactly(lags);
    assertThat(of(n1, Criteria.successor(AT_3000))).isEmpty();
    assertThat(of(n1, Criteria.forItself(AT_3000).maximumLag(2000))).isEmpty();
    assertThat(of(n1, Criteria.forItself(AT_3000).leaderPosition(new Lsn(2000)))).isEmpty();
    assertThat(of(n1, Criteria.forItself(AT_3000).leaderPosition(new Lsn(2001))))
        .containsExactly(new Objection.Lags(1001, 1000));
  }

  @Test
  void aStandbyThatSaysNothingOfItsWal() {
    assertThat(of(Given.standby("n1", 3, 0), Criteria.forItself(AT_3000)))
        .containsExactly(new Objection.PositionUnknown(new Lsn(3000)));
  }

  @Test
  void anOldTimeline() {
    PeerStatus n1 = Given.standby("n1");
    Criteria checked = Criteria.forItself(TIMELINE_4).and(Criterion.NEWEST_TIMELINE);
    assertThat(of(n1, checked)).containsExactly(new Objection.TimelineBehind(3, 4));
    assertThat(of(n1, checked.newestTimeline(3))).isEmpty();
    assertThat(of(n1, Criteria.forItself(TIMELINE_4))).isEmpty();
    assertThat(of(Given.standby("n1", 0, 1000), checked))
        .containsExactly(new Objection.TimelineBehind(0, 4));
  }

  @Test
  void anotherTimelineThanTheLeaders() {
    Criteria criteria = Criteria.switchover(PLAIN).leaderTimeline(2);
    assertThat(of(Given.standby("n1"), criteria))
        .containsExactly(new Objection.TimelineDiffers(3, 2));
    assertThat(of(Given.standby("n1"), criteria.leaderTimeline(4)))
        .containsExactly(new Objection.TimelineDiffers(3, 4));
    assertThat(of(Given.standby("n1"), criteria.leaderTimeline(0))).isEmpty();
    assertThat(of(Given.standby("n1", 0, 1000), criteria)).isEmpty();
  }

  @Test
  void theFirstObjectionIsThatOfTheFirstCriterion() {
    PeerStatus n2 = Given.tagged("n2", "nofailover", true);
    assertThat(Eligibility.objection(n2, Criteria.successor(SYNC)))
        .contains(new Objection.TaggedNofailover());
    assertThat(of(n2, Criteria.successor(SYNC)))
        .containsExactly(new Objection.TaggedNofailover(), new Objection.OutsideSyncKey());
    assertThat(Eligibility.isEligible(n2, Criteria.successor(SYNC))).isFalse();
  }

  @Test
  void theBestIsTheFirstInTheOrderOfAnElection() {
    PeerStatus ahead = Given.standby("n1", 3, 2000);
    PeerStatus preferred = Given.tagged("n2", "failover_priority", 5L);
    PeerStatus unfit = Given.faulty("n3", "disk_full");
    assertThat(Eligibility.best(List.of(preferred, ahead), Criteria.successor(PLAIN)))
        .contains(ahead);
    assertThat(Eligibility.best(List.of(Given.standby("n0"), preferred), Criteria.successor(PLAIN)))
        .contains(preferred);
    assertThat(Eligibility.best(List.of(unfit), Criteria.successor(PLAIN))).isEmpty();
  }

  @Test
  void whoGaveNoAnswerIsJudgedToo() {
    Cluster cluster =
        Given.cluster(
            "members/n1",
            "{\"api_url\":\"http://n1/patroni\"}",
            "members/n2",
            "{}",
            "members/n3",
            "{\"api_url\":\"http://n3/patroni\"}");
    assertThat(
            Eligibility.judge(
                cluster.members().values(),
                Map.of("n3", Given.standby("n3")),
                Criteria.successor(cluster)))
        .containsEntry("n1", List.of(new Objection.NoAnswer()))
        .containsEntry("n2", List.of(new Objection.NoApiUrl()))
        .containsEntry("n3", List.of());
  }

  @Test
  void aKeyIsReadLikeAnAnswer() {
    Cluster cluster =
        Given.cluster(
            "members/n1",
            "{\"state\":\"running\",\"role\":\"replica\",\"xlog_location\":1000,\"timeline\":3,"
                + "\"tags\":{\"nofailover\":true}}",
            "members/n2",
            "{\"state\":\"running\",\"role\":\"primary\"}",
            "members/n3",
            "{\"state\":\"stopped\",\"role\":\"replica\"}");
    Map<String, Member> members = cluster.members();
    PeerStatus n1 = Eligibility.fromKey(members.get("n1"));
    assertThat(Standing.of(n1)).isEqualTo(new Standing(3, new Lsn(1000), 0));
    assertThat(of(n1, Criteria.forced(cluster))).containsExactly(new Objection.TaggedNofailover());
    assertThat(of(Eligibility.fromKey(members.get("n2")), Criteria.forced(cluster)))
        .containsExactly(new Objection.RunsAsPrimary());
    assertThat(of(Eligibility.fromKey(members.get("n3")), Criteria.forced(cluster)))
        .containsExactly(new Objection.NotRunning());
  }
}
