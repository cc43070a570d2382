package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Guards;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.Ledger;
import io.hactl.it.ledger.NodeWriters;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Signals;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The leader's agent freezes or dies while its server runs on. With asynchronous replication, so
 * that nothing but the fence keeps two servers from acknowledging.
 */
class FencingIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A lease that a runtime can start in, on any machine. */
  private static final int LONG_TTL = 60;

  /**
   * One statement that the client had sent, and what may follow it until the guard has a processor:
   * a millisecond or two, some more on a busy machine. A server that ran on would acknowledge
   * hundreds in a second.
   */
  private static final long UNDER_WAY_MAX = 20;

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("fencing", TIMING).withNodes(3);

  private Ledger ledger;
  private NodeWriters writers;
  private Node old;

  @BeforeEach
  void everyNodeIsWellAndEachIsWrittenTo() throws Exception {
    cluster.heal();
    old = cluster.primary();
    ledger = Ledger.start(cluster);
    writers = ledger.writers();
  }

  @AfterEach
  void nobodyIsLeftFrozen() throws Exception {
    ledger.close();
    Signals.send(old.processes(), "CONT");
  }

  @Test
  void aFrozenAgentsServerIsGoneBeforeAnotherLeads(TestInfo test) throws Exception {
    old.agent().signal("STOP");
    long frozenAt = System.nanoTime();

    Await.until("nothing is left of the server", SOON, () -> old.serverProcesses().isEmpty());
    Duration gone = Duration.ofNanos(System.nanoTime() - frozenAt);
    assertThat(gone).isLessThan(Duration.ofSeconds(TIMING.ttl()));
    Node successor = awaitSuccessor();
    report(test, gone, successor);

    old.agent().signal("CONT");
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    assertThat(Files.readString(old.agentLog())).contains("The guard has stopped PostgreSQL");
    ledger.assertOnlyTheElectedAcknowledged(test);
  }

  @Test
  void aKilledAgentsServerIsGoneBeforeAnotherLeads(TestInfo test) throws Exception {
    old.killAgent();
    long killedAt = System.nanoTime();

    Await.until("nothing is left of the server", SOON, () -> old.serverProcesses().isEmpty());
    Duration gone = Duration.ofNanos(System.nanoTime() - killedAt);
    assertThat(gone).isLessThan(Duration.ofSeconds(TIMING.ttl()));
    Node successor = awaitSuccessor();
    report(test, gone, successor);
    Await.until(
        "the guard has ended, too", SOON, () -> Guards.in(old.settings().folder()).isEmpty());

    old.start();
    cluster.awaitFormed();
    ledger.assertOnlyTheElectedAcknowledged(test);
  }

  @Test
  void inSynchronousModeNothingThatAFrozenAgentsServerAcknowledgedIsLost(TestInfo test)
      throws Exception {
    cluster.configure("{\"synchronous_mode\": true}");
    cluster.awaitSynchronousStandby(SOON);
    old.agent().signal("STOP");
    awaitSuccessor();
    old.agent().signal("CONT");
    assertNothingIsLost(test);
  }

  @Test
  void inSynchronousModeNothingThatAKilledAgentsServerAcknowledgedIsLost(TestInfo test)
      throws Exception {
    cluster.configure("{\"synchronous_mode\": true}");
    cluster.awaitSynchronousStandby(SOON);
    old.killAgent();
    awaitSuccessor();
    old.start();
    assertNothingIsLost(test);
  }

  private void assertNothingIsLost(TestInfo test) throws Exception {
    cluster.awaitFormed();
    // Rows of before there was a synchronous standby are with whoever became it, too.
    ledger.assertOnlyTheElectedAcknowledged(test);
    ledger.assertNothingIsMissing(test);
    cluster.configure("{\"synchronous_mode\": false}");
  }

  @Test
  void anAgentThatIsStartedAgainInTimeTakesItsGuardOver() throws Exception {
    long guard = Guards.of(old);
    long postmaster = old.postmasterPid();
    cluster.setTtl(LONG_TTL);
    old.killAgent();
    old.start();

    Await.until("it leads again", SOON, () -> old.rest().get("/primary").status() == 200);
    Guards.awaitRenewals(
        old,
        "the same server leads, with the same guard",
        () -> old.postmasterPid() == postmaster && old.isWritable() && Guards.of(old) == guard);
    writers.assertUninterrupted(old);
  }

  @Test
  void aKilledGuardIsReplacedAndNobodyNotices(TestInfo test) throws Exception {
    assertGuardIsReplaced("KILL", test);
  }

  @Test
  void aFrozenGuardIsReplacedAndNobodyNotices(TestInfo test) throws Exception {
    assertGuardIsReplaced("STOP", test);
  }

  private void assertGuardIsReplaced(String signal, TestInfo test) throws Exception {
    long guard = Guards.of(old);
    long postmaster = old.postmasterPid();
    Signals.send(guard, signal);

    Await.until(
        "another guard",
        SOON,
        () -> Guards.in(old.settings().folder()).stream().anyMatch(g -> g != guard));
    Await.holds(
        "the same server leads",
        Duration.ofSeconds(TIMING.ttl() + 1L),
        () -> old.postmasterPid() == postmaster && old.isWritable());
    writers.assertUninterrupted(old);

    old.agent().signal("STOP");
    Await.until("the new guard acts", SOON, () -> old.serverProcesses().isEmpty());
    awaitSuccessor();
    old.agent().signal("CONT");
    cluster.awaitFormed();
    ledger.assertOnlyTheElectedAcknowledged(test);
  }

  @Test
  void aReplicasServerOutlivesItsFrozenAgent() throws Exception {
    Node replica = cluster.replicas().getFirst();
    long postmaster = replica.postmasterPid();
    replica.agent().signal("STOP");
    try {
      Await.holds(
          "its server runs on",
          Duration.ofSeconds(TIMING.ttl() + 2L),
          () -> replica.postmasterPid() == postmaster && !replica.serverProcesses().isEmpty());
    } finally {
      replica.agent().signal("CONT");
    }
  }

  @Test
  void aPausedClusterIsLeftAloneByTheGuard() throws Exception {
    assertThat(old.rest().patch("/config", "{\"pause\": true}").status()).isEqualTo(200);
    Await.until(
        "the pause is known",
        SOON,
        () -> old.rest().get("/patroni").json().path("pause").asBoolean());
    old.agent().signal("STOP");
    try {
      Await.holds(
          "the server runs on", Duration.ofSeconds(TIMING.ttl() + 2L), () -> old.isWritable());
    } finally {
      old.agent().signal("CONT");
    }
    Await.until("it answers", SOON, () -> old.rest().get("/patroni").status() == 200);
    cluster.heal();
  }

  /**
   * The worst order: the server's processes are woken first, the agent and the guard last. A
   * backend may then finish what it was in before it is killed, and a client that waited all the
   * while is told so; docs/safety.md says what that means.
   */
  @Test
  void aNodeThatIsFrozenAsAWholeAndWokenLaterAcknowledgesAtMostWhatWasUnderWay(TestInfo test)
      throws Exception {
    List<Long> all = old.processes();
    Signals.send(all, "STOP");
    Node successor = awaitSuccessor();
    writers.awaitProgress(successor, SOON);
    long acknowledgedBefore = writers.by(old).size();

    Collections.reverse(all);
    Signals.send(all, "CONT");
    long wokenAt = System.nanoTime();
    Await.until("nothing is left of the old server", SOON, () -> old.serverProcesses().isEmpty());
    Duration gone = Duration.ofNanos(System.nanoTime() - wokenAt);
    long late = writers.by(old).size() - acknowledgedBefore;
    System.out.printf(
        "  %s: nothing left %d ms after it was woken, %d rows acknowledged in them%n",
        test.getDisplayName(), gone.toMillis(), late);

    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    assertThat(late)
        .as("rows that the old primary acknowledged after it was woken")
        .isLessThanOrEqualTo(UNDER_WAY_MAX);
  }

  private Node awaitSuccessor() {
    Node successor = cluster.awaitSuccessor(old, SOON);
    writers.awaitProgress(successor, SOON);
    return successor;
  }

  private void report(TestInfo test, Duration gone, Node successor) throws Exception {
    System.out.printf(
        "  %s: server gone after %.2f s, %.2f s before another acknowledged; of %d rows, %d of the"
            + " last moment are missing (asynchronous)%n",
        test.getDisplayName(),
        gone.toMillis() / 1000.0,
        TimeUnit.NANOSECONDS.toMillis(writers.firstByOthers(old) - writers.lastBy(old)) / 1000.0,
        writers.by(old).size(),
        writers.missingOn(successor).stream().filter(a -> a.node() == old).count());
  }
}
