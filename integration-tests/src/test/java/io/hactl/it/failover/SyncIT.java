package io.hactl.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Rest;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NumberedWriter;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the synchronous modes nothing that was acknowledged is lost, whoever is. */
class SyncIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension static final TestCluster cluster = TestCluster.of("sync", TIMING).withNodes(3);

  private NumberedWriter writer;
  private Node old;

  @BeforeEach
  void everyNodeIsWell() throws Exception {
    cluster.heal();
    old = cluster.primary();
  }

  @AfterEach
  void noAcknowledgedRowIsMissing(TestInfo test) throws Exception {
    if (writer == null) {
      return;
    }
    writer.awaitProgress(SOON);
    writer.close();
    System.out.printf(
        "  %s: writes unavailable for %.2f s%n",
        test.getDisplayName(), writer.longestGap().toMillis() / 1000.0);
    assertThat(writer.missingOn(cluster.primary())).as("acknowledged and missing").isEmpty();
  }

  @Test
  void aStandbyBecomesSynchronousAndIsShownAsOne() throws Exception {
    configure("{\"synchronous_mode\": true, \"synchronous_node_count\": null}");

    Node standby = awaitStandbys(1, 0).getFirst();
    assertThat(old.query("show synchronous_standby_names"))
        .isEqualTo("FIRST 1 (\"" + standby.name() + "\")");
    Await.until("the API knows", SOON, () -> standby.rest().get("/sync").status() == 200);
    assertThat(cluster.hactl("list").output()).contains("Sync Standby");
  }

  @Test
  void aSynchronousStandbyThatIsLostIsReplacedAndCommitsGoOn() throws Exception {
    configure("{\"synchronous_mode\": true}");
    Node standby = awaitStandbys(1, 0).getFirst();
    write();

    standby.killAll();

    Await.until(
        "another standby is synchronous",
        SOON,
        () -> awaitStandbys(1, 0).stream().noneMatch(n -> n == standby));
    writer.awaitProgress(SOON);
  }

  @Test
  void whenThePrimaryNodeIsLostTheSynchronousStandbyLeadsWithEveryRow() throws Exception {
    configure("{\"synchronous_mode\": true}");
    Node standby = awaitStandbys(1, 0).getFirst();
    write();

    old.killAll();

    assertThat(cluster.awaitNewPrimary(old, SOON)).isSameAs(standby);
    writer.awaitProgress(SOON);
  }

  @Test
  void withTwoOfTwoSynchronousEitherMayLead() throws Exception {
    configure("{\"synchronous_mode\": true, \"synchronous_node_count\": 2}");
    awaitStandbys(2, 0);
    write();

    old.killAll();

    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
    configure("{\"synchronous_node_count\": null}");
  }

  @Test
  void inQuorumModeTheLostPrimarysSuccessorHasEveryRow() throws Exception {
    configure("{\"synchronous_mode\": \"quorum\"}");
    awaitStandbys(2, 1);
    assertThat(old.query("show synchronous_standby_names")).startsWith("ANY 1 (");
    write();

    old.killAll();

    cluster.awaitNewPrimary(old, SOON);
    writer.awaitProgress(SOON);
  }

  @Test
  void anAsynchronousMemberIsNotElectedByItself() throws Exception {
    configure("{\"synchronous_mode\": true}");
    Node standby = awaitStandbys(1, 0).getFirst();
    Node asynchronous =
        cluster.nodes().stream().filter(n -> n != old && n != standby).findFirst().orElseThrow();
    Rest.Answer refused =
        old.rest()
            .post(
                "/switchover",
                "{\"leader\": \"%s\", \"candidate\": \"%s\"}"
                    .formatted(old.name(), asynchronous.name()));
    assertThat(refused.status()).as(refused.body()).isEqualTo(412);

    // Both at once, so that the leader cannot choose another standby any more.
    Signals.processesIn(standby.settings().folder()).forEach(pid -> Signals.send(pid, "STOP"));
    old.killAll();
    standby.killAll();

    Await.holds(
        "nobody leads",
        Duration.ofSeconds(TIMING.ttl() + 4L),
        () -> cluster.findPrimary().isEmpty());

    standby.start();
    assertThat(cluster.awaitNewPrimary(old, SOON)).isSameAs(standby);
  }

  @Test
  void switchedOffNobodyIsWaitedForAndAnybodyMayLead() throws Exception {
    configure("{\"synchronous_mode\": true}");
    awaitStandbys(1, 0);

    configure("{\"synchronous_mode\": false}");

    Await.until("the key is gone", SOON, () -> cluster.key("sync").isEmpty());
    Await.until(
        "nobody is waited for", SOON, () -> old.query("show synchronous_standby_names").isEmpty());
  }

  private void write() throws Exception {
    writer = NumberedWriter.start(cluster.nodes(), cluster.primary());
  }

  private static void configure(String patch) throws Exception {
    Rest.Answer answer = cluster.primary().rest().patch("/config", patch);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static List<Node> awaitStandbys(int count, int quorum) {
    Set<String> names = new TreeSet<>();
    Await.until(
        "the sync key has " + count + " standbys, quorum " + quorum,
        SOON,
        () -> {
          var key = Rest.parse(cluster.key("sync").orElse("{}"));
          names.clear();
          for (String name : key.path("sync_standby").asText("").split(",")) {
            if (!name.isEmpty() && !name.equals("null")) {
              names.add(name);
            }
          }
          return names.size() == count
              && key.path("quorum").asInt() == quorum
              && key.path("leader").asText().equals(cluster.primary().name());
        });
    return names.stream().map(cluster::node).toList();
  }
}
