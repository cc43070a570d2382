package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Rest;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.Ledger;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Agent, guard and server of the leader are frozen together and woken when another leads, in one
 * order or another. In synchronous mode no acknowledged row may be missing then, not one.
 */
class FrozenNodeIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("frozen", TIMING).withNodes(3);

  private Ledger ledger;
  private Node old;
  private Node successor;
  private List<Long> frozen = List.of();

  @BeforeAll
  static void theModeIsOn() throws Exception {
    cluster.awaitFormed();
    cluster.primary().rest().patch("/config", "{\"synchronous_mode\": true}");
  }

  @BeforeEach
  void theWholeLeaderIsFrozenUntilAnotherLeads() throws Exception {
    cluster.heal();
    old = cluster.primary();
    Await.until("the primary has a synchronous standby", SOON, this::hasSynchronousStandby);
    ledger = Ledger.start(cluster);

    frozen = old.processes();
    Signals.send(frozen, "STOP");
    successor = cluster.awaitSuccessor(old, SOON);
    ledger.writers().awaitProgress(successor, SOON);
  }

  private boolean hasSynchronousStandby() throws Exception {
    var key = Rest.parse(cluster.key("sync").orElse("{}"));
    return key.path("leader").asText().equals(old.name())
        && !key.path("sync_standby").asText("").isEmpty()
        && !old.query("show synchronous_standby_names").isEmpty();
  }

  @AfterEach
  void theSuccessorHasEveryRow(TestInfo test) throws Exception {
    Signals.send(frozen, "CONT");
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    ledger.writers().awaitProgress(successor, SOON);
    ledger.close();
    ledger.assertNothingIsMissing(test);
  }

  @Test
  void theServerIsWokenFirstAndTheGuardLast() throws Exception {
    List<Long> order = new ArrayList<>(frozen);
    Collections.reverse(order);
    wake(order);
  }

  @Test
  void theAgentIsWokenFirstAndTheServerLast() throws Exception {
    wake(frozen);
  }

  /** The worst order, with time for the server to do whatever it would. */
  @Test
  void theServerIsWokenASecondBeforeAgentAndGuard() throws Exception {
    Signals.send(old.serverProcesses(), "CONT");
    Await.holds(
        "the successor leads",
        Duration.ofSeconds(1),
        () -> successor.rest().get("/primary").status() == 200);
    wake(frozen);
  }

  private void wake(List<Long> processes) throws Exception {
    Signals.send(processes, "CONT");
    Await.until("it is a replica", SOON, () -> old.rest().get("/replica").status() == 200);
  }
}
