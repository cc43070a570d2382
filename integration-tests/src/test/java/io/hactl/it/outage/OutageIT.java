package io.hactl.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Guards;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NumberedWriter;
import io.hactl.it.machine.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens while etcd is away, and while an operator has asked the agents to do nothing. */
class OutageIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A lease that etcd can be started again in, on any machine. */
  private static final int LONG_TTL = 60;

  @RegisterExtension static final TestCluster cluster = TestCluster.of("outage", TIMING);

  private NumberedWriter writer;
  private Node old;

  @BeforeAll
  static void twoNodes() throws Exception {
    for (String name : List.of("n1", "n2")) {
      cluster.newNode(name).start();
    }
  }

  @BeforeEach
  void everyNodeIsWellAndSomebodyWrites() throws Exception {
    cluster.heal();
    old = cluster.primary();
    writer = NumberedWriter.start(cluster.nodes(), old);
  }

  @AfterEach
  void stopWriting() {
    writer.close();
  }

  @Test
  void anEtcdThatRestartsIsRiddenOut() throws Exception {
    assertRiddenOut(Duration.ZERO);
  }

  @Test
  void anEtcdThatIsAwayForLessThanTheLeaseIsRiddenOut() throws Exception {
    assertRiddenOut(Duration.ofSeconds(4));
  }

  private void assertRiddenOut(Duration away) throws Exception {
    long postmaster = old.postmasterPid();
    cluster.setTtl(LONG_TTL);
    cluster.etcd().kill();
    Await.holds("the primary writes on", away, old::isWritable);
    cluster.etcd().start();

    Guards.awaitRenewals(
        old, "the same server leads", () -> old.postmasterPid() == postmaster && old.isWritable());
    writer.awaitProgress(SOON);
    writer.assertUninterrupted();
    assertThat(cluster.primary()).isSameAs(old);
  }

  @Test
  void anEtcdThatIsAwayForLongerEndsAllWritesBeforeTheLeaseCouldBelongToAnother() throws Exception {
    int startsBefore = serverStarts(old);
    assertThat(startsBefore).as("the agent's log says when it starts a server").isPositive();
    long away = System.nanoTime();
    cluster.etcd().kill();

    writer.awaitEnd(cluster.nodes(), SOON);
    long last = writer.lastAcknowledgedAt();
    assertThat(Duration.ofNanos(last - away)).isLessThan(Duration.ofSeconds(TIMING.ttl()));
    Await.holds(
        "no node takes writes", Duration.ofSeconds(3), () -> writer.lastAcknowledgedAt() == last);
    // Once as a standby at most: a server that is started and stopped in turns may take a write in
    // between. Each may live for milliseconds, too short to be seen from outside.
    assertThat(serverStarts(old) - startsBefore).as("starts during the outage").isLessThan(2);

    cluster.etcd().start();
    cluster.awaitFormed();
    writer.awaitProgress(SOON);
    assertThat(writer.missingOn(cluster.primary())).isEmpty();
  }

  private static int serverStarts(Node node) throws IOException {
    return node.agent().output().split("Started PostgreSQL as process", -1).length - 1;
  }

  @Test
  void inPauseACrashedPrimaryIsLeftAloneUntilTheClusterResumes() throws Exception {
    assertThat(cluster.hactl("pause", "--wait").status()).isZero();
    old.killPostmaster();

    Await.holds(
        "nobody is promoted",
        Duration.ofSeconds(TIMING.ttl() + 2L),
        () -> cluster.findPrimary().filter(n -> n != old).isEmpty());

    assertThat(cluster.hactl("resume", "--wait").status()).isZero();
    cluster.awaitFormed();
    writer.awaitProgress(SOON);
  }

  @Test
  void inPauseAnAgentThatStopsLeavesItsServerRunning() throws Exception {
    assertThat(cluster.hactl("pause", "--wait").status()).isZero();
    long postmaster = old.postmasterPid();

    assertThat(old.terminate()).isZero();
    assertThat(old.isWritable()).isTrue();
    old.start();
    Await.until("it leads again", SOON, () -> old.rest().get("/primary").status() == 200);

    assertThat(old.postmasterPid()).isEqualTo(postmaster);
    assertThat(cluster.hactl("resume", "--wait").status()).isZero();
  }
}
