package io.hactl.it.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.machine.ServerUser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that was there before the agent. */
class AdoptionIT {

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("adoption", AgentSettings.Timing.SHORT);

  @Test
  void aStandaloneServerBecomesTheFirstLeaderAndKeepsItsData() throws Exception {
    Node first = cluster.newNode("n1");
    String identifier = createStandaloneServer(first);

    first.start();
    cluster.awaitFormed();

    assertThat(first.query("select note from kept")).isEqualTo("written before the agent came");
    assertThat(cluster.key("initialize")).contains(identifier);
    assertThat(cluster.key("leader")).contains("n1");
    assertThat(Files.exists(first.dataDirectory().resolve("postgresql.base.conf"))).isTrue();

    Node second = cluster.newNode("n2").start();
    cluster.awaitFormed();
    assertThat(second.query("select note from kept")).isEqualTo("written before the agent came");
  }

  /** As an operator would have made it, with the users that replication needs, and stopped. */
  private static String createStandaloneServer(Node node) throws Exception {
    Path data = node.dataDirectory();
    Path password =
        Files.writeString(node.settings().folder().resolve("pw"), AgentSettings.PASSWORD);
    ServerUser.own(password);
    assertThat(
            node.runPostgres(
                    "initdb",
                    "-D",
                    data.toString(),
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    "--pwfile=" + password)
                .status())
        .isZero();
    assertThat(
            node.runPostgres(
                    "pg_ctl",
                    "-D",
                    data.toString(),
                    "-w",
                    "-l",
                    node.settings().folder().resolve("standalone.log").toString(),
                    "-o",
                    "-p %d -k %s"
                        .formatted(node.settings().postgresPort(), node.settings().folder()),
                    "start")
                .status())
        .isZero();
    node.execute(
        "create role replicator replication login password '%s'".formatted(AgentSettings.PASSWORD));
    node.execute(
        "create role rewinder superuser login password '%s'".formatted(AgentSettings.PASSWORD));
    node.execute("create table kept as select 'written before the agent came' as note");
    String identifier = node.query("select system_identifier from pg_control_system()");
    assertThat(
            node.runPostgres("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop").status())
        .isZero();
    return identifier;
  }
}
