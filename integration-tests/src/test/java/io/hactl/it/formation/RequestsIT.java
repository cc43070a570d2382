package io.hactl.it.formation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Rest;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.machine.Await;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to a running cluster: configuration that reaches PostgreSQL, and what is refused. */
class RequestsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension
  static final TestCluster cluster = TestCluster.of("requests", AgentSettings.Timing.SHORT);

  @BeforeAll
  static void twoNodes() throws Exception {
    cluster.newNode("n1").start();
    cluster.newNode("n2").start();
    cluster.awaitFormed();
  }

  @Test
  void aChangedParameterReachesEveryServerAndItsFile() throws Exception {
    Rest.Answer answer =
        cluster
            .primary()
            .rest()
            .patch("/config", "{\"postgresql\": {\"parameters\": {\"work_mem\": \"7MB\"}}}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    for (Node node : cluster.nodes()) {
      Await.until(
          "work_mem is 7MB on " + node, SOON, () -> "7MB".equals(node.query("show work_mem")));
      assertThat(Files.readString(node.dataDirectory().resolve("postgresql.conf")))
          .containsPattern("work_mem\\s*=\\s*'7MB'");
    }
  }

  @Test
  void aParameterThatNeedsARestartIsReportedAsPending() throws Exception {
    cluster
        .primary()
        .rest()
        .patch("/config", "{\"postgresql\": {\"parameters\": {\"max_connections\": 45}}}");

    Await.until(
        "the primary says that a restart is pending",
        SOON,
        () -> cluster.primary().rest().get("/patroni").json().path("pending_restart").asBoolean());
    assertThat(cluster.primary().query("show max_connections")).isEqualTo("40");
  }

  /** More slots are asked for than the server may have: the setting that would cure it arrives. */
  @Test
  void slotsThatCannotBeMadeHoldNoChangedSettingBack() throws Exception {
    Rest rest = cluster.primary().rest();
    String slots =
        IntStream.rangeClosed(1, 12)
            .mapToObj("\"reader%d\": {\"type\": \"physical\"}"::formatted)
            .collect(Collectors.joining(", ", "{", "}"));
    try {
      rest.patch("/config", "{\"slots\": " + slots + "}");
      Await.until(
          "the primary has no slot left",
          SOON,
          () ->
              Files.readString(cluster.primary().agentLog())
                  .contains("all replication slots are in use"));

      rest.patch("/config", "{\"postgresql\": {\"parameters\": {\"max_replication_slots\": 20}}}");

      Await.until(
          "the primary says that a restart is pending for it",
          SOON,
          () ->
              rest.get("/patroni")
                  .json()
                  .path("pending_restart_reason")
                  .has("max_replication_slots"));
    } finally {
      rest.patch(
          "/config",
          "{\"slots\": null, \"postgresql\": {\"parameters\": {\"max_replication_slots\": null}}}");
    }
  }

  @Test
  void aConfigurationThatIsNotValidIsRefusedAndNothingChanges() throws Exception {
    String before = cluster.key("config").orElseThrow();

    Rest.Answer answer = cluster.primary().rest().patch("/config", "{\"ttl\": \"abc\"}");

    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.body()).contains("ttl");
    assertThat(cluster.key("config")).contains(before);
  }

  @ParameterizedTest(name = "{0} {1} {2} is answered {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST  | /switchover | {}                                         | 400",
        "POST  | /switchover | {\"leader\": \"nope\"}                     | 412",
        "POST  | /switchover | {\"leader\": \"n1\", \"candidate\": \"zz\"} | 412",
        "POST  | /switchover | {\"leader\": \"n1\", \"candidate\": \"n1\"} | 400",
        "POST  | /switchover | {\"leader\":                               | 400",
        "POST  | /switchover | []                                         | 400",
        "POST  | /failover   | {}                                         | 400",
        "POST  | /restart    | {\"role\": \"x\"}                          | 400",
        "POST  | /reinitialize | {}                                       | 503",
        "PATCH | /config     | not json                                   | 400",
        "PATCH | /config     | {\"loop_wait\": -1}                        | 4xx",
      })
  void aWrongRequestIsRefused(String method, String path, String body, String status)
      throws Exception {
    Node primary = cluster.primary();
    String leader = primary.name();

    Rest.Answer answer =
        primary.rest().send(method.strip(), path.strip(), body.replace("n1", leader));

    assertThat(String.valueOf(answer.status()))
        .as(answer.body())
        .matches(status.strip().replace('x', '.'));
    assertThat(answer.body()).isNotBlank();
    assertThat(cluster.primary()).isSameAs(primary);
  }

  @Test
  void aSwitchoverIntoThePastIsRefused() throws Exception {
    Node primary = cluster.primary();
    Node other = cluster.replicas().getFirst();

    Rest.Answer answer =
        primary
            .rest()
            .post(
                "/switchover",
                "{\"leader\": \"%s\", \"candidate\": \"%s\", \"scheduled_at\": \"%s\"}"
                    .formatted(primary, other, "2020-01-01T00:00:00+00:00"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
  }

  @Test
  void aRequestWithoutEndIsCutOff() throws Exception {
    String endless = "{\"a\": \"" + "x".repeat(20_000_000) + "\"}";
    Rest.Answer answer = cluster.primary().rest().announce("PATCH", "/config", endless);

    assertThat(answer.status()).isEqualTo(413);
  }
}
