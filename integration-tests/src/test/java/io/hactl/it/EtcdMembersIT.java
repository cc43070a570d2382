package io.hactl.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An etcd of three members, of which the agents' settings name the first alone. As long as most of
 * them answer nobody notices what becomes of one; without them nobody writes.
 */
class EtcdMembersIT extends LedgerTest {

  private static final AgentSettings.Timing TIMING = new AgentSettings.Timing(8, 1, 2, 0);
  private static final Duration TTL = Duration.ofSeconds(TIMING.ttl());
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Long enough for what was renewed before to be over. */
  private static final Duration LONG = TTL.plusSeconds(1);

  /** With an election of etcd's own after it, still over before the agent begins to stop. */
  private static final Duration SHORT = Duration.ofMillis(1500);

  @RegisterExtension
  static final TestCluster cluster =
      TestCluster.of("members", TIMING).withEtcdMembers(3).withNodes(3);

  EtcdMembersIT() {
    super(cluster);
  }

  @AfterEach
  void nobodyIsLeftFrozen() throws Exception {
    cluster.etcdMembers().signal("CONT");
  }

  @Test
  void nobodyNoticesThatEtcdsLeaderIsKilledAndStartedAgain() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcdMembers().leader().kill();
    assertStays(postmaster, LONG);

    cluster.etcdMembers().start();
    assertStays(postmaster, SHORT);
  }

  @Test
  void nobodyNoticesThatFollowersAreKilledAndStartedAgainOneAfterTheOther() throws Exception {
    long postmaster = old.postmasterPid();
    for (Etcd follower : cluster.etcdMembers().followers()) {
      follower.kill();
      assertStays(postmaster, TTL.dividedBy(2));
      cluster.etcdMembers().start();
    }
    assertStays(postmaster, SHORT);
  }

  @Test
  void nobodyNoticesThatEtcdsLeaderIsFrozenAndWokenLater() throws Exception {
    long postmaster = old.postmasterPid();
    Etcd frozen = cluster.etcdMembers().leader();
    frozen.process().signal("STOP");
    assertStays(postmaster, LONG);

    frozen.process().signal("CONT");
    assertStays(postmaster, TTL.dividedBy(2));
  }

  @Test
  void withoutTheOnlyEndpointInTheirSettingsTheAgentsStillLeadAndElect() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcdMembers().all().getFirst().kill();
    assertStays(postmaster, LONG);

    old.killAll();
    Node successor = cluster.awaitSuccessor(old, SOON);
    ledger.writers().awaitProgress(successor, SOON);
  }

  @Test
  void nobodyNoticesThatAllOfEtcdIsFrozenForLessThanTheLease() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcdMembers().signal("STOP");
    assertStays(postmaster, SHORT);

    cluster.etcdMembers().signal("CONT");
    assertStays(postmaster, LONG);
  }

  @Test
  void withAllOfEtcdFrozenForLongerNobodyWritesUntilItIsBack() throws Exception {
    long frozenAt = System.nanoTime();
    cluster.etcdMembers().signal("STOP");

    Await.until("no write is acknowledged any more", SOON, () -> !writesAreAcknowledged());
    assertThat(Duration.ofNanos(ledger.writers().lastBy(old) - frozenAt)).isLessThan(TTL);
    Await.until("the old primary answers reads", SOON, () -> old.query("select 1").equals("1"));
    Await.holds("nobody takes writes", Duration.ofSeconds(3), () -> !writesAreAcknowledged());

    cluster.etcdMembers().signal("CONT");
    cluster.awaitFormed();
    ledger.writers().awaitProgress(cluster.primary(), SOON);
  }

  private boolean writesAreAcknowledged() {
    return ledger.writers().acknowledgedWithin(Duration.ofMillis(500));
  }

  private void assertStays(long postmaster, Duration time) throws Exception {
    Await.holds(
        "the same server takes writes",
        time,
        () -> old.postmasterPid() == postmaster && old.isWritable());
    ledger.assertNobodyNoticed(old);
  }
}
