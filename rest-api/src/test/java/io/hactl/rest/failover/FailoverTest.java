package io.hactl.rest.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.rest.given.Nodes;
import io.hactl.rest.given.TestDcs;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshotBuilder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Switchovers and failovers from the request to the outcome; n1 answers, n2 is dead. */
class FailoverTest {

  private final TestServer server = new TestServer("etcd-async.json");
  private final TestServer peer = new TestServer("etcd-async.json");
  private final TestDcs dcs = server.agent.dcs;

  @BeforeEach
  void letN1Answer() {
    peer.becomeReplica("n1");
    dcs.put("members/n1", member(peer.server.port(), ""));
    dcs.put("members/n2", member(1, ""));
    dcs.put("failover", "{}");
  }

  @AfterEach
  void stop() {
    server.close();
    peer.close();
  }

  private static String member(int port, String more) {
    return ("{\"conn_url\":\"postgres://127.0.0.1:5432/postgres\",\"api_url\":"
            + "\"http://127.0.0.1:%d/patroni\",\"state\":\"running\",\"role\":\"replica\"%s}")
        .formatted(port, more);
  }

  /** What the agents do once the request is in the DCS. */
  private void whenRequested(Runnable then) {
    dcs.afterCommit(
        cluster -> {
          server.agent.seen(cluster);
          if (cluster.failover().value().isRequested()) {
            CompletableFuture.runAsync(
                () -> {
                  then.run();
                  server.agent.seen(dcs.cluster());
                });
          }
        });
  }

  private void leads(String name) {
    dcs.put("leader", name);
    dcs.put("failover", "{}");
  }

  private HttpResponse<String> switchover(String body) throws IOException, InterruptedException {
    return server.send("POST", "/switchover", body);
  }

  @Test
  void aSwitchoverEndsWithTheNewLeader() throws Exception {
    whenRequested(() -> leads("n1"));
    HttpResponse<String> answer = switchover("{\"leader\": \"n0\", \"candidate\": \"n1\"}");
    assertThat(answer.body()).isEqualTo("Successfully switched over to \"n1\"");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.agent.listeners()).isZero();
  }

  @Test
  void theRequestIsWrittenAsTheContractSays() throws Exception {
    StringBuilder written = new StringBuilder();
    whenRequested(
        () -> {
          written.append(dcs.value("failover"));
          leads("n1");
        });
    switchover("{\"leader\": \"n0\", \"candidate\": \"n1\"}");
    assertThat(written.toString()).isEqualTo("{\"leader\":\"n0\",\"member\":\"n1\"}");
  }

  @Test
  void anOlderSnapshotIsNoOutcome() throws Exception {
    NodeSnapshot before = server.agent.snapshot();
    dcs.afterCommit(
        cluster ->
            CompletableFuture.runAsync(
                () -> {
                  server.agent.publish(before);
                  leads("n1");
                  server.agent.seen(dcs.cluster());
                }));
    assertThat(switchover("{\"leader\": \"n0\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void theGapWithoutALeaderIsNotAFailure() throws Exception {
    whenRequested(
        () -> {
          dcs.delete("leader");
          dcs.put("failover", "{}");
          server.agent.seen(dcs.cluster());
          leads("n1");
        });
    assertThat(switchover("{\"leader\": \"n0\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void anotherLeaderThanWantedIsTold() throws Exception {
    whenRequested(() -> leads("n2"));
    HttpResponse<String> answer = server.send("POST", "/failover", "{\"candidate\": \"n1\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("Failed over to \"n2\" instead of \"n1\"");
  }

  @Test
  void aRequestThatVanishesHasFailed() throws Exception {
    whenRequested(() -> dcs.put("failover", "{}"));
    HttpResponse<String> answer = switchover("{\"leader\": \"n0\", \"candidate\": \"n1\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("Switchover failed");
  }

  @Test
  void aScheduledSwitchoverIsKeptForLaterAndCanBeCancelled() throws Exception {
    String scheduled =
        "{\"leader\": \"n0\", \"candidate\": \"n2\","
            + " \"scheduled_at\": \"2035-01-01T00:00:00+00:00\"}";
    HttpResponse<String> answer = switchover(scheduled);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("Switchover scheduled");
    assertThat(dcs.value("failover"))
        .isEqualTo(
            "{\"leader\":\"n0\",\"member\":\"n2\","
                + "\"scheduled_at\":\"2035-01-01T00:00:00+00:00\"}");
    assertThat(server.get("/cluster").body()).contains("\"scheduled_switchover\"");

    HttpResponse<String> second = switchover("{\"leader\": \"n0\"}");
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).startsWith("There is a pending switchover");

    assertThat(server.send("DELETE", "/switchover", null).body())
        .isEqualTo("scheduled switchover deleted");
    assertThat(dcs.value("failover")).isEqualTo("{}");
  }

  @Test
  void aFailoverReplacesAPendingSwitchover() throws Exception {
    dcs.put("failover", "{\"leader\":\"n0\",\"scheduled_at\":\"2035-01-01T00:00:00+00:00\"}");
    whenRequested(() -> leads("n1"));
    assertThat(server.send("POST", "/failover", "{\"candidate\": \"n1\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aChangeDuringTheChecksMeansCheckingAgain() throws Exception {
    dcs.beforeNextCommit(() -> dcs.put("leader", "n2"));
    HttpResponse<String> answer = switchover("{\"leader\": \"n0\"}");
    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(answer.body()).isEqualTo("leader name does not match");
    assertThat(dcs.value("failover")).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/switchover|{\"candidate\":\"n1\"}|400|Switchover could be performed only from a specific"
            + " leader",
        "/failover|{\"leader\":\"n0\"}|400|Failover could be performed only to a specific"
            + " candidate",
        "/failover|{\"candidate\":\"n1\",\"scheduled_at\":\"2035-01-01T00:00Z\"}|400|Failover can't"
            + " be scheduled",
        "/failover|{\"candidate\":\"n0\"}|412|candidate is the leader already",
        "/failover|{\"candidate\":\"n2\"}|412|failover is not possible: no good candidates have"
            + " been found: n2 does not answer",
        "/switchover|{\"leader\":5}|400|'leader' must be a text",
        "/switchover|{\"leader\":\"n0\",\"scheduled_at\":\"soon\"}|422|Unable to parse scheduled"
            + " timestamp. It should be in an unambiguous format, e.g. ISO 8601"
      })
  void wrongRequestsChangeNothing(String path, String body, int status, String message)
      throws Exception {
    HttpResponse<String> answer = server.send("POST", path, body);
    assertThat(answer.body()).isEqualTo(message);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(dcs.value("failover")).isEqualTo("{}");
  }

  @Test
  void aRefusalSaysForEachCandidateWhyNot() throws Exception {
    NodeSnapshot n1 = peer.agent.snapshot();
    peer.agent.publish(Nodes.withTags(n1, Map.of("nofailover", true)));
    HttpResponse<String> answer = switchover("{\"leader\": \"n0\"}");
    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(answer.body())
        .isEqualTo(
            "switchover is not possible: no good candidates have been found:"
                + " n1 is tagged nofailover; n2 does not answer");
  }

  @Test
  void whatTheLeaderWouldCallOffIsRefusedWithItsReason() throws Exception {
    String refused = "switchover is not possible: no good candidates have been found: ";
    dcs.delete("members/n2");
    dcs.put("status", "{\"optime\":99999999999}");
    assertThat(switchover("{\"leader\": \"n0\", \"candidate\": \"n1\"}").body())
        .startsWith(refused + "n1 lacks ")
        .endsWith(" bytes of WAL, more than maximum_lag_on_failover");
    dcs.put("status", "{\"optime\":1}");
    dcs.put("members/n0", "{\"timeline\":7,\"state\":\"running\",\"role\":\"primary\"}");
    assertThat(switchover("{\"leader\": \"n0\", \"candidate\": \"n1\"}").body())
        .isEqualTo(refused + "n1 is on timeline 1, the leader on 7");
    assertThat(dcs.value("failover")).isEqualTo("{}");
  }

  @Test
  void aLeadersKeyFromBeforeItsPromotionSaysNothingOfItsTimeline() throws Exception {
    dcs.put("members/n0", "{\"timeline\":7,\"state\":\"running\",\"role\":\"replica\"}");
    dcs.put("history", "[[7,1,\"no recovery target specified\"]]");
    whenRequested(() -> leads("n1"));
    assertThat(switchover("{\"leader\": \"n0\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void anUnhealthyMemberIsNoCandidate() throws Exception {
    NodeSnapshot n1 = peer.agent.snapshot();
    peer.agent.publish(
        NodeSnapshotBuilder.builder(n1)
            .faults(List.of(new NodeSnapshot.Fault("disk_full", "pg_wal is full", Instant.EPOCH)))
            .done());
    assertThat(server.send("POST", "/failover", "{\"candidate\": \"n1\"}").body())
        .isEqualTo(
            "failover is not possible: no good candidates have been found:"
                + " n1 is unhealthy (disk_full)");
  }

  @Test
  void inPauseTheCandidateMustBeNamedAndNothingIsScheduled() throws Exception {
    dcs.put("config", "{\"pause\": true}");
    assertThat(switchover("{\"leader\": \"n0\"}").body())
        .isEqualTo("Switchover is possible only to a specific candidate in a paused state");
    assertThat(
            switchover(
                    "{\"leader\": \"n0\", \"candidate\": \"n1\","
                        + " \"scheduled_at\": \"2035-01-01T00:00Z\"}")
                .body())
        .isEqualTo("Can't schedule switchover in the paused state");
    server.agent.seen(dcs.cluster());
    HttpResponse<String> restart =
        server.send("POST", "/restart", "{\"schedule\": \"2035-01-01T00:00Z\"}");
    assertThat(restart.body()).isEqualTo("Can't schedule restart in the paused state");
  }

  @Test
  void inSynchronousModeOnlySynchronousStandbysAreCandidates() throws Exception {
    dcs.put("config", "{\"synchronous_mode\": true}");
    assertThat(switchover("{\"leader\": \"n0\"}").body())
        .isEqualTo("switchover is not possible: can not find sync_standby");
    dcs.put("sync", "{\"leader\":\"n0\",\"sync_standby\":\"n1\",\"quorum\":0}");
    assertThat(switchover("{\"leader\": \"n0\", \"candidate\": \"n2\"}").body())
        .isEqualTo("candidate name does not match with sync_standby");
    whenRequested(() -> leads("n1"));
    assertThat(switchover("{\"leader\": \"n0\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void aFailoverToAnAsynchronousMemberSaysWhatMayBeLost() throws Exception {
    dcs.put("config", "{\"synchronous_mode\": true}");
    dcs.put("sync", "{\"leader\":\"n0\",\"sync_standby\":\"n2\",\"quorum\":0}");
    dcs.put("status", "{\"optime\":50331648}");
    dcs.put("members/n1", member(peer.server.port(), ",\"xlog_location\":50331148"));
    whenRequested(() -> leads("n1"));
    HttpResponse<String> answer = server.send("POST", "/failover", "{\"candidate\": \"n1\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("Successfully failed over to \"n1\"; the cluster is in synchronous mode")
        .contains("n1 is not synchronous (synchronous: n2)", "500 bytes", "0/3000000");
  }

  @Test
  void aLeaderOnItsOwnHasNoCandidates() throws Exception {
    dcs.delete("members/n1");
    dcs.delete("members/n2");
    Cluster alone = dcs.cluster();
    assertThat(alone.members()).containsOnlyKeys("n0");
    assertThat(switchover("{\"leader\": \"n0\"}").body())
        .isEqualTo("switchover is not possible: cluster does not have members except leader");
  }
}
