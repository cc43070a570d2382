package io.hactl.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Etcd;
import io.hactl.it.cluster.Guards;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.LedgerTest;
import io.hactl.it.machine.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An etcd of three members, of which the agents' settings name the first alone. As long as most of
 * them answer nobody notices what becomes of one; without them nobody writes.
 */
class EtcdMembersIT extends LedgerTest {

  /** Long enough for elections of etcd's own on a machine that is busy. */
  private static final AgentSettings.Timing TIMING = new AgentSettings.Timing(15, 1, 2, 0);

  private static final Duration TTL = Duration.ofSeconds(TIMING.ttl());
  private static final Duration SOON = Duration.ofSeconds(30);

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
    assertStays(postmaster);

    cluster.etcdMembers().start();
    assertStays(postmaster);
  }

  @Test
  void nobodyNoticesThatFollowersAreKilledAndStartedAgainOneAfterTheOther() throws Exception {
    long postmaster = old.postmasterPid();
    for (Etcd follower : cluster.etcdMembers().followers()) {
      follower.kill();
      assertStays(postmaster);
      cluster.etcdMembers().start();
    }
    assertStays(postmaster);
  }

  @Test
  void nobodyNoticesThatEtcdsLeaderIsFrozenAndWokenLater() throws Exception {
    long postmaster = old.postmasterPid();
    Etcd frozen = cluster.etcdMembers().leader();
    frozen.process().signal("STOP");
    assertStays(postmaster);

    frozen.process().signal("CONT");
    assertStays(postmaster);
  }

  @Test
  void withoutTheOnlyEndpointInTheirSettingsTheAgentsStillLeadAndElect() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcdMembers().all().getFirst().kill();
    assertStays(postmaster);

    old.killAll();
    Node successor = cluster.awaitSuccessor(old, SOON);
    ledger.writers().awaitProgress(successor, SOON);
  }

  @Test
  void nobodyNoticesThatAllOfEtcdIsFrozenForLessThanTheLease() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcdMembers().signal("STOP");
    Await.holds("the same server takes writes", TTL.dividedBy(5), () -> leads(postmaster));

    cluster.etcdMembers().signal("CONT");
    assertStays(postmaster);
  }

  @Test
  void withAllOfEtcdFrozenForLongerNobodyWritesUntilItIsBack() throws Exception {
    long frozenAt = System.nanoTime();
    cluster.etcdMembers().signal("STOP");

    ledger.writers().awaitEnd(cluster.nodes(), SOON);
    int acknowledged = ledger.writers().all().size();
    assertThat(Duration.ofNanos(ledger.writers().lastBy(old) - frozenAt)).isLessThan(TTL);
    Await.until("the old primary answers reads", SOON, () -> old.query("select 1").equals("1"));
    Await.holds(
        "nobody takes writes",
        Duration.ofSeconds(3),
        () -> ledger.writers().all().size() == acknowledged);

    cluster.etcdMembers().signal("CONT");
    cluster.awaitFormed();
    ledger.writers().awaitProgress(cluster.primary(), SOON);
  }

  /** The same server takes writes, and goes on with leases that are renewed from now on. */
  private void assertStays(long postmaster) throws Exception {
    Guards.awaitRenewals(old, "the same server takes writes", () -> leads(postmaster));
    ledger.assertNobodyNoticed(old);
  }

  private boolean leads(long postmaster) throws Exception {
    return old.postmasterPid() == postmaster && old.isWritable();
  }
}
