package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.LedgerTest;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.SetClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The leader's wall clock is set by an hour while it leads: that is nothing to anybody. */
class ClockIT extends LedgerTest {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration TTL = Duration.ofSeconds(TIMING.ttl());
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final SetClocks clocks = new SetClocks("n1", "n2", "n3");

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("clock", TIMING).on(clocks).withNodes(3);

  ClockIT() {
    super(cluster);
  }

  @AfterEach
  void theClockIsRightAgain() throws Exception {
    old.agent().signal("CONT");
    clocks.set(old.name(), Duration.ZERO);
  }

  @Test
  void anHourBackChangesNothingAndTheGuardStillActsInTime() throws Exception {
    set(HOUR.negated());
    assertNobodyNotices();
    assertFrozenAgentIsFenced();
  }

  @Test
  void anHourForwardChangesNothingAndTheGuardStillActsInTime() throws Exception {
    set(HOUR);
    assertNobodyNotices();
    assertFrozenAgentIsFenced();
  }

  @Test
  void backAndForthChangesNothing() throws Exception {
    for (Duration ahead : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
      set(ahead);
      ledger.assertNobodyNoticed(old);
    }
    assertNobodyNotices();
  }

  /** Sets the clock and waits until agent and server are seen to go by it. */
  private void set(Duration ahead) throws Exception {
    clocks.set(old.name(), ahead);
    assertThat(Double.parseDouble(old.query("select extract(epoch from clock_timestamp())")))
        .as("the server's clock")
        .isCloseTo(Instant.now().plus(ahead).getEpochSecond(), within(60.0));
    Await.until(
        "the agent's clock is set",
        SOON,
        () ->
            Math.abs(
                    old.rest().get("/patroni").json().path("dcs_last_seen").asLong()
                        - Instant.now().plus(ahead).getEpochSecond())
                < 60);
  }

  private void assertNobodyNotices() throws Exception {
    long postmaster = old.postmasterPid();
    Await.holds(
        "the same server takes writes",
        TTL.plusSeconds(1),
        () -> old.postmasterPid() == postmaster && old.isWritable());
    ledger.assertNobodyNoticed(old);
  }

  private void assertFrozenAgentIsFenced() {
    old.agent().signal("STOP");
    long frozenAt = System.nanoTime();

    Await.until("nothing is left of the server", SOON, () -> old.serverProcesses().isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - frozenAt)).isLessThan(TTL);
    Node successor = cluster.awaitSuccessor(old, SOON);
    ledger.writers().awaitProgress(successor, SOON);
    old.agent().signal("CONT");
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
  }
}
