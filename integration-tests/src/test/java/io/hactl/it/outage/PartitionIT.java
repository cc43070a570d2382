package io.hactl.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.LedgerTest;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Namespaces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The leader loses a part of its network, in one direction or both, while clients reach it and go
 * on writing. Each node, and etcd, has a network of its own.
 */
class PartitionIT extends LedgerTest {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration TTL = Duration.ofSeconds(TIMING.ttl());
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final List<String> ETCD = List.of("e1");

  private static final Namespaces network = new Namespaces();

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("partition", TIMING).on(network).withNodes(3);

  PartitionIT() {
    super(cluster);
  }

  @AfterEach
  void theNetworkIsWholeAgain() throws Exception {
    network.mend();
  }

  @Test
  void aLeaderThatSendsToEtcdAndHearsNothingIsReplaced() throws Exception {
    assertReplaced(Namespaces.Direction.INCOMING, ETCD);
  }

  @Test
  void aLeaderThatHearsEtcdAndCannotSendIsReplaced() throws Exception {
    assertReplaced(Namespaces.Direction.OUTGOING, ETCD);
  }

  @Test
  void aLeaderWithoutEtcdWhomTheReplicasStillSeeIsReplaced() throws Exception {
    assertReplaced(Namespaces.Direction.BOTH, ETCD);
  }

  @Test
  void aLeaderThatOnlyItsClientsReachIsReplaced() throws Exception {
    List<String> all = new ArrayList<>(ETCD);
    all.addAll(replicas());
    assertReplaced(Namespaces.Direction.BOTH, all);
  }

  @Test
  void aLeaderWithoutReplicasLeadsOn() throws Exception {
    long postmaster = old.postmasterPid();
    network.cut(old.name(), Namespaces.Direction.BOTH, replicas());
    Await.holds(
        "the same server takes writes",
        TTL.plusSeconds(3),
        () -> old.postmasterPid() == postmaster && old.isWritable());
    ledger.assertNobodyNoticed(old);
    for (String replica : replicas()) {
      assertThat(ledger.writers().missingOrFail(cluster.node(replica)))
          .as("what %s was not sent", replica)
          .isNotEmpty();
    }

    network.mend();
    cluster.awaitFormed();
    assertThat(old.postmasterPid()).isEqualTo(postmaster);
    ledger.assertNobodyNoticed(old);
  }

  private void assertReplaced(Namespaces.Direction direction, List<String> from) throws Exception {
    network.cut(old.name(), direction, from);
    long cutAt = System.nanoTime();
    Node successor = cluster.awaitSuccessor(old, SOON);
    ledger.writers().awaitProgress(successor, SOON);
    assertThat(Duration.ofNanos(ledger.writers().lastBy(old) - cutAt))
        .as("for how long the leader that was cut off acknowledged rows")
        .isLessThan(TTL);

    network.mend();
    cluster.awaitFormed();
    assertThat(cluster.primary()).as("the one that was elected").isSameAs(successor);
  }

  private List<String> replicas() {
    return cluster.nodes().stream().filter(n -> n != old).map(Node::name).toList();
  }
}
