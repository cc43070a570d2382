package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.LedgerTest;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Signals;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The leader's agent is well, and its server gives new connections no answer: it yields to a
 * healthy standby, if there is one. Connections from before may well be served on by a server whose
 * postmaster alone is frozen.
 */
class FrozenServerIT extends LedgerTest {

  /** Crashes are to be recovered from in place: nothing but the deadline lets it yield. */
  private static final AgentSettings.Timing TIMING = new AgentSettings.Timing(5, 1, 2, 60);

  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(30);

  /**
   * A connection of the agent's own is used for 10 s before the next is opened, and that is given
   * up after 2 s; then the deadline; then to stop what is frozen, and to be followed.
   */
  private static final Duration HANDOVER = DEADLINE.plusSeconds(10 + 2).plus(SOON);

  @RegisterExtension
  static final TestCluster cluster =
      TestCluster.of("hung", TIMING)
          .withSettings("health:\n  server_deadline: %ds\n".formatted(DEADLINE.toSeconds()))
          .withNodes(3);

  FrozenServerIT() {
    super(cluster);
  }

  @Test
  void aLeaderWhosePostmasterIsFrozenYields() throws Exception {
    Signals.send(old.postmasterPid(), "STOP");
    assertYields();
  }

  @Test
  void aLeaderWhoseServerIsFrozenAsAWholeYields() throws Exception {
    Signals.send(old.serverProcesses(), "STOP");
    assertYields();
  }

  @Test
  void nobodyNoticesThatThePostmasterIsFrozenForLessThanTheDeadline() throws Exception {
    long postmaster = old.postmasterPid();
    Signals.send(postmaster, "STOP");
    Await.holds("rows are acknowledged", DEADLINE.dividedBy(3), this::rowsAreAcknowledged);
    Signals.send(postmaster, "CONT");

    Await.holds(
        "the same server takes writes",
        DEADLINE.plusSeconds(2),
        () -> old.postmasterPid() == postmaster && old.isWritable());
    ledger.assertNobodyNoticed(old);
  }

  @Test
  void aLeaderWhosePostmasterIsFrozenGoesOnWhereNobodyCanTakeOver() throws Exception {
    long postmaster = old.postmasterPid();
    for (Node replica : cluster.replicas()) {
      replica.killAgent();
    }
    Signals.send(postmaster, "STOP");
    try {
      Await.holds(
          "connections from before are served on",
          DEADLINE.plusSeconds(TIMING.ttl()),
          this::rowsAreAcknowledged);
    } finally {
      Signals.send(postmaster, "CONT");
    }
    assertThat(old.postmasterPid()).isEqualTo(postmaster);
    ledger.assertNobodyNoticed(old);
  }

  private boolean rowsAreAcknowledged() {
    return ledger.writers().acknowledgedWithin(Duration.ofSeconds(3));
  }

  private void assertYields() throws Exception {
    Node successor = cluster.awaitSuccessor(old, HANDOVER);
    ledger.writers().awaitProgress(successor, SOON);
    assertThat(Files.readString(old.agentLog()))
        .contains("PostgreSQL has given new connections no answer for 3 s");

    // By itself: nobody wakes the frozen processes.
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
  }
}
