package io.hactl.it.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.LocalProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a cluster comes to be, and who may not become part of it. */
class FormationIT {

  private static final Duration REFUSED = Duration.ofSeconds(30);

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("formation", AgentSettings.Timing.SHORT);

  @BeforeAll
  static void theFirstNodeLeadsAloneAndTwoMoreJoin() throws Exception {
    Node first = cluster.newNode("n1").start();
    cluster.awaitFormed();
    first.execute(
        "create table before_the_others (id int); insert into before_the_others values (1)");
    cluster.newNode("n2").start();
    cluster.newNode("n3").start();
    cluster.awaitFormed();
  }

  @Test
  void theFirstNodeInitialisedTheClusterAndLeads() throws Exception {
    Node first = cluster.node("n1");

    assertThat(cluster.primary()).isSameAs(first);
    assertThat(cluster.key("leader")).contains("n1");
    assertThat(cluster.key("initialize"))
        .contains(first.query("select system_identifier from pg_control_system()"));
    assertThat(cluster.key("config").orElseThrow()).contains("\"ttl\"", "\"loop_wait\"");
    assertThat(first.query("show data_checksums")).isEqualTo("on");
  }

  @Test
  void theUsersOfTheSettingsExist() throws Exception {
    assertThat(
            cluster
                .node("n1")
                .query(
                    "select string_agg(rolname, ' ' order by rolname) from pg_roles where"
                        + " rolcanlogin and (rolsuper or rolreplication or rolname = 'rewinder')"))
        .isEqualTo("postgres replicator rewinder");
  }

  @Test
  void theOtherNodesCopiedThePrimaryAndStream() throws Exception {
    for (Node replica : cluster.replicas()) {
      assertThat(replica.query("select count(*) from before_the_others")).isEqualTo("1");
      assertThat(replica.query("select status from pg_stat_wal_receiver")).isEqualTo("streaming");
      assertThat(replica.rest().get("/replica").status()).isEqualTo(200);
      assertThat(replica.rest().get("/primary").status()).isEqualTo(503);
    }
    assertThat(
            cluster
                .primary()
                .query(
                    "select string_agg(application_name, ' ' order by application_name)"
                        + " from pg_stat_replication"))
        .isEqualTo("n2 n3");
  }

  @Test
  void everyReplicaHasASlotOnThePrimary() throws Exception {
    Await.until(
        "slots n2 and n3 are in use",
        Duration.ofSeconds(15),
        () ->
            "n2 n3"
                .equals(
                    cluster
                        .primary()
                        .query(
                            "select string_agg(slot_name, ' ' order by slot_name)"
                                + " from pg_replication_slots where active")));
  }

  @Test
  void aRowWrittenOnThePrimaryIsReadOnEveryReplica() throws Exception {
    cluster.primary().execute("create table replicated as select 42 as answer");

    for (Node replica : cluster.replicas()) {
      Await.until(
          "the row is on " + replica,
          Duration.ofSeconds(10),
          () -> "42".equals(replica.query("select answer from replicated")));
    }
  }

  @Test
  void theMembersDescribeThemselvesInTheStore() throws Exception {
    Await.until(
        "the key of n2 says that it runs as a replica",
        Duration.ofSeconds(15),
        () -> {
          String member = cluster.key("members/n2").orElse("").replace(" ", "");
          return member.contains("\"state\":\"running\"")
              && member.contains("\"role\":\"replica\"")
              && member.contains("/patroni\"");
        });
  }

  @Test
  void theCommandLineListsEveryMember() throws Exception {
    LocalProcess.Finished list = cluster.hactl("list");

    assertThat(list.status()).as(list.output()).isZero();
    assertThat(list.output()).contains("n1", "n2", "n3", "Leader", "Replica", "streaming");
  }

  @Test
  void aSecondAgentOfTheSameNameIsRefused() throws Exception {
    Node twin = cluster.intruder("n2", "n2-again").start();
    try {
      assertThat(twin.agent().awaitExit(REFUSED)).isNotZero();
    } finally {
      twin.killAll();
    }
    assertThat(twin.agent().output()).contains("n2");
    assertThat(twin.dataDirectory()).doesNotExist();
    assertThat(cluster.node("n2").rest().get("/replica").status()).isEqualTo(200);
  }

  @Test
  void aServerOfAnotherClusterIsRefusedAndLeftAsItIs() throws Exception {
    Node stranger = cluster.intruder("n4", "stranger");
    Path data = stranger.dataDirectory();
    assertThat(stranger.runPostgres("initdb", "-D", data.toString(), "-A", "trust").status())
        .isZero();
    List<String> before = Files.readAllLines(data.resolve("postgresql.conf"));

    stranger.start();

    assertThat(stranger.agent().awaitExit(REFUSED)).isNotZero();
    assertThat(stranger.agent().output()).containsIgnoringCase("system identifier");
    assertThat(Files.readAllLines(data.resolve("postgresql.conf"))).isEqualTo(before);
    assertThat(cluster.key("members/n4")).isEmpty();
  }
}
