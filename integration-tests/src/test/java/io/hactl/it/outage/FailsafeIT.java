package io.hactl.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Rest;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NumberedWriter;
import io.hactl.it.machine.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without etcd the leader goes on as long as all members agree, and no longer. */
class FailsafeIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A member whose agent was started again may have promised to let a leader go on. */
  private static final Duration AFTER_A_START = Duration.ofSeconds(30).plus(SOON);

  private static final Duration LONG = Duration.ofSeconds(TIMING.ttl() * 3L);

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("failsafe", TIMING).withNodes(3);

  private NumberedWriter writer;
  private Node old;

  @BeforeAll
  static void theModeIsOn() throws Exception {
    cluster.awaitFormed();
    cluster.primary().rest().patch("/config", "{\"failsafe_mode\": true}");
  }

  @BeforeEach
  void everyNodeIsWellAndSomebodyWrites() throws Exception {
    cluster.heal();
    Await.until(
        "the failsafe key has all members",
        SOON,
        () -> Rest.parse(cluster.key("failsafe").orElse("{}")).size() == cluster.nodes().size());
    old = cluster.primary();
    writer = NumberedWriter.start(cluster.nodes(), old);
  }

  @AfterEach
  void stopWriting() {
    writer.close();
  }

  @Test
  void withEtcdKilledForLongWritesGoOnAndTheLeaderStays() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcd().kill();

    Await.holds("the same server takes writes", LONG, () -> isWriting(postmaster));
    assertThat(old.rest().get("/primary").status()).isEqualTo(200);
    assertThat(old.rest().get("/patroni").body()).contains("failsafe_mode_is_active");

    cluster.etcd().start();
    assertBackWithoutInterruption(postmaster);
  }

  @Test
  void withEtcdFrozenForLongWritesGoOnAndTheLeaderStays() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.etcd().process().signal("STOP");
    try {
      Await.holds("the same server takes writes", LONG, () -> isWriting(postmaster));
    } finally {
      cluster.etcd().process().signal("CONT");
    }
    assertBackWithoutInterruption(postmaster);
  }

  private void assertBackWithoutInterruption(long postmaster) throws Exception {
    Await.holds(
        "the same server goes on taking writes",
        Duration.ofSeconds(TIMING.ttl() + 3L),
        () -> isWriting(postmaster));
    Await.until("the leader key is its own again", SOON, () -> leads(old));
    writer.assertUninterrupted();
    assertThat(writer.missingOn(old)).isEmpty();
  }

  @Test
  void withOneMemberSilentThePrimaryStopsTakingWritesInTime() throws Exception {
    Node replica = cluster.replicas().getFirst();
    replica.killAgent();
    long away = System.nanoTime();
    cluster.etcd().kill();

    writer.awaitEnd(cluster.nodes(), SOON);
    long last = writer.lastAcknowledgedAt();
    assertThat(Duration.ofNanos(last - away)).isLessThan(Duration.ofSeconds(TIMING.ttl()));
    Await.holds(
        "no node takes writes", Duration.ofSeconds(3), () -> writer.lastAcknowledgedAt() == last);

    cluster.etcd().start();
    cluster.heal();
    writer.awaitProgress(SOON);
    assertThat(writer.missingOn(cluster.primary())).isEmpty();
  }

  @Test
  void permanentSlotsStayInStepWithoutEtcd() throws Exception {
    old.rest().patch("/config", "{\"slots\": {\"archive\": {\"type\": \"physical\"}}}");
    Node replica = cluster.replicas().getFirst();
    Await.until(
        "the slot holds WAL back on both",
        LONG,
        () -> !slot(old).isEmpty() && !slot(replica).isEmpty());
    String before = slot(replica);
    cluster.etcd().kill();
    old.query("SELECT pg_switch_wal()");
    old.execute("CREATE TABLE afterwards ()");
    old.query("SELECT pg_replication_slot_advance('archive', pg_current_wal_lsn())");

    Await.until("it is moved on the replica", LONG, () -> !slot(replica).equals(before));
    assertThat(slot(replica)).isEqualTo(slot(old));
    cluster.etcd().start();
  }

  private static String slot(Node node) throws Exception {
    return node.query(
        "SELECT coalesce(max(restart_lsn)::text, '') FROM pg_replication_slots"
            + " WHERE slot_name = 'archive'");
  }

  @Test
  void aLostLeaderIsStillReplaced() throws Exception {
    old.killAll();

    cluster.awaitNewPrimary(old, AFTER_A_START);
    writer.awaitProgress(SOON);
  }

  private boolean isWriting(long postmaster) throws Exception {
    return old.postmasterPid() == postmaster
        && old.isWritable()
        && writer.acknowledgedWithin(Duration.ofSeconds(2));
  }

  private static boolean leads(Node node) throws Exception {
    return cluster.key("leader").filter(node.name()::equals).isPresent()
        && !node.rest().get("/patroni").body().contains("failsafe_mode_is_active");
  }
}
