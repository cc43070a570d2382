package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Guards;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Rest;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NumberedWriter;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.LocalProcess;
import io.hactl.it.machine.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is planned and what goes wrong on the nodes, while somebody writes. */
class FaultsIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A session that a runtime can start in, on any machine. */
  private static final int LONG_TTL = 60;

  @RegisterExtension
  static final TestCluster cluster =
      TestCluster.thatKeepsWhatItAcknowledged("faults", TIMING).withNodes(3);

  private NumberedWriter writer;
  private Node old;
  private Optional<String> session;

  @BeforeEach
  void everyNodeIsWellAndSomebodyWrites() throws Exception {
    cluster.heal();
    old = cluster.primary();
    session = cluster.sessionOf(old);
    writer = NumberedWriter.start(cluster.nodes(), old);
  }

  @AfterEach
  void noAcknowledgedRowIsMissing(TestInfo test) throws Exception {
    writer.awaitProgress(SOON);
    writer.close();
    System.out.printf(
        "  %s: writes unavailable for %.2f s%n",
        test.getDisplayName(), writer.longestGap().toMillis() / 1000.0);
    assertThat(writer.missingOn(cluster.primary())).as("acknowledged and missing").isEmpty();
  }

  @Test
  void aSwitchoverToANamedCandidateMakesItThePrimary() throws Exception {
    Node candidate = cluster.replicas().getLast();

    LocalProcess.Finished done =
        cluster.hactl(
            "switchover", "--leader", old.name(), "--candidate", candidate.name(), "--force");

    assertThat(done.status()).as(done.output()).isZero();
    assertThat(cluster.awaitNewPrimary(old, SOON)).isSameAs(candidate);
    writer.awaitProgress(SOON);
    assertLeaseWasGivenBack();
  }

  @Test
  void aSwitchoverWithoutACandidateTakesTheBest() throws Exception {
    Rest.Answer answer = old.rest().post("/switchover", "{\"leader\": \"" + old.name() + "\"}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
    assertLeaseWasGivenBack();
    Await.until(
        "the former primary streams", SOON, () -> old.rest().get("/replica").status() == 200);
  }

  /** Nobody had to wait for its end. */
  private void assertLeaseWasGivenBack() throws Exception {
    assertThat(session).isPresent();
    assertThat(cluster.sessionOf(old)).as("the session that went on").isEqualTo(session);
  }

  @Test
  void aKilledPostmasterIsFailedOverAtOnce() throws Exception {
    old.killPostmaster();

    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
    assertLeaseWasGivenBack();
    cluster.awaitFormed();
  }

  @Test
  void aKilledPostmasterIsStartedAgainWhereTheSettingsSaySo() throws Exception {
    cluster.set("primary_start_timeout", 60);
    try {
      long postmaster = old.postmasterPid();
      old.killPostmaster();

      Await.until(
          "another postmaster runs on the same node",
          SOON,
          () -> old.postmasterPid() != postmaster && old.isWritable());
      writer.awaitProgress(SOON);
      assertThat(cluster.primary()).isSameAs(old);
    } finally {
      cluster.set("primary_start_timeout", TIMING.primaryStart());
    }
  }

  @Test
  void aLostNodeIsReplacedWhenItsLeaseEndsAndComesBackAsAReplica() throws Exception {
    old.killAll();

    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);

    old.start();
    cluster.awaitFormed();
    assertThat(cluster.primary()).isNotSameAs(old);
  }

  @Test
  void aStoppedAgentStopsItsServerAndHandsOver() throws Exception {
    assertThat(old.terminate()).isZero();

    assertThat(cluster.key("leader")).isNotEqualTo(Optional.of(old.name()));
    assertThat(Signals.processesIn(old.settings().folder())).isEmpty();
    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
    assertThat(old.runPostgres("pg_controldata", "-D", old.dataDirectory().toString()).output())
        .contains("shut down");
  }

  @Test
  void anAgentThatIsKilledAndStartedAgainDoesNotInterruptItsPrimary() throws Exception {
    long postmaster = old.postmasterPid();
    cluster.setTtl(LONG_TTL);
    old.killAgent();
    old.start();

    Await.until("it leads again", SOON, () -> old.rest().get("/primary").status() == 200);
    writer.awaitProgress(SOON);
    Guards.awaitRenewals(
        old, "the same server leads", () -> old.postmasterPid() == postmaster && old.isWritable());
    writer.assertUninterrupted();
  }

  @Test
  void aReplicaAgentThatIsRestartedLeavesItsServerStreaming() throws Exception {
    Node replica = cluster.replicas().getFirst();
    long postmaster = replica.postmasterPid();
    replica.killAgent();
    replica.start();

    Await.until(
        "it is a replica again", SOON, () -> replica.rest().get("/replica").status() == 200);
    assertThat(replica.postmasterPid()).isEqualTo(postmaster);
  }

  @Test
  void aFormerPrimaryWhoseHistoryDivergedIsRewoundAndRejoins() throws Exception {
    old.killAll();
    Node successor = cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
    writeOnTheOldTimeline(old);
    Object directory = old.identityOfData();

    old.start();

    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    assertThat(old.query("select to_regclass('diverged')")).isNull();
    assertThat(old.identityOfData()).as("rewound, not copied anew").isEqualTo(directory);
    assertThat(old.besideTheData())
        .as("nothing set aside but the WAL that was thrown away")
        .singleElement()
        .asString()
        .endsWith(".lost_wal");
    Await.until(
        "the lost WAL is in the history",
        SOON,
        () -> cluster.hactl("history").output().contains(old.dataDirectory() + ".lost_wal/"));
    assertThat(cluster.hactl("history", "--lost", "-f", "json").output())
        .contains("\"Member\": \"" + old.name() + "\"", "\"Data\": \"rewound\"");
    assertThat(cluster.hactl("list").output()).contains("Set aside on " + old.name());
  }

  /** The lost node comes back for a moment without its agent, takes a write, and crashes. */
  private static void writeOnTheOldTimeline(Node node) throws Exception {
    Path log = node.settings().folder().resolve("by-hand.log");
    assertThat(
            node.runPostgres(
                    "pg_ctl",
                    "-D",
                    node.dataDirectory().toString(),
                    "-w",
                    "-l",
                    log.toString(),
                    "start")
                .status())
        .isZero();
    node.execute("set synchronous_commit = local; create table diverged as select 1 as lost");
    node.execute("set synchronous_commit = local; insert into diverged values (2)");
    node.killAll();
  }
}
