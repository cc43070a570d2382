package io.hactl.rest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.rest.given.Samples;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.settings.RestClientSettings;
import io.hactl.rest.view.StatusJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestClientTest {

  private static final Duration SHORT = Duration.ofMillis(700);

  private final RestClient client = new RestClient(RestClientSettings.PLAIN);

  @AfterEach
  void stop() {
    client.close();
  }

  private static PeerStatus sample(String file, String request) throws IOException {
    JsonNode sample = Samples.read(file).path(request);
    String body = sample.isArray() ? sample.path(1).asText() : sample.path("body").asText();
    return PeerStatusJson.read(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSamplesAreUnderstood() throws Exception {
    PeerStatus primary = sample("rest-async.json", "n0 /patroni");
    assertThat(primary.name()).isEqualTo("n0");
    assertThat(primary.running()).isTrue();
    assertThat(primary.inRecovery()).isFalse();
    assertThat(primary.timeline()).isEqualTo(1);
    assertThat(primary.position()).isEqualTo(new Lsn(83886176));
    PeerStatus replica = sample("rest-sync.json", "n1 /patroni");
    assertThat(replica.inRecovery()).isTrue();
    assertThat(replica.position()).isEqualTo(new Lsn(84205064));
    assertThat(replica.syncStandby()).hasValue(true);
    assertThat(sample("rest-sync.json", "n2 /patroni").syncStandby()).isEmpty();
    assertThat(sample("rest-paused.json", "n0 /patroni").name()).isEqualTo("n0");
  }

  @Test
  void whatIsNoStatusIsNotUnderstood() {
    for (String body : new String[] {"", "[]", "{}", "<html>", "{\"state\": \"running\"}"}) {
      assertThatThrownBy(() -> PeerStatusJson.read(body.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerThatIsDownStillSpeaksForItsTags() throws Exception {
    PeerStatus status =
        PeerStatusJson.read(
            ("{\"state\": \"stopped\", \"role\": \"replica\", \"tags\": {\"nofailover\": true},"
                    + " \"watchdog_failed\": true, \"patroni\": {\"name\": \"n3\"}}")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(status.running()).isFalse();
    assertThat(status.tags().nofailover()).isTrue();
    assertThat(status.watchdogFailed()).isTrue();
    assertThat(status.position()).isEqualTo(Lsn.ZERO);
  }

  @Test
  void aStandbyWhosePositionIsUnknownIsNotOneThatCouldLead() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      server.becomeReplica("n1");
      assertThat(read(server.agent.snapshot()).running()).isTrue();

      PeerStatus status = read(server.agent.snapshot().withoutStandbyPosition());

      assertThat(status.running()).isFalse();
      assertThat(status.inRecovery()).isTrue();
    }
  }

  private static PeerStatus read(NodeSnapshot node) throws IOException {
    return PeerStatusJson.read(new StatusJson().bytes(node));
  }

  @Test
  void aMemberOfOursIsAsked() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      String url = "http://127.0.0.1:" + server.server.port() + "/patroni";
      PeerStatus status = client.patroni(url, SHORT).toCompletableFuture().get();
      assertThat(status.name()).isEqualTo("n0");
      assertThat(status.position()).isEqualTo(new Lsn(83886176));
      RestClient.Response answer =
          client
              .send(
                  "PATCH",
                  url,
                  "/config",
                  Optional.of(JsonNodeFactory.instance.objectNode().put("ttl", 45)),
                  Duration.ofSeconds(5))
              .toCompletableFuture()
              .get();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.isSuccess()).isTrue();
      assertThat(answer.body()).contains("\"ttl\": 45");
    }
  }

  @Test
  void theDeadDoNotMakeTheQuestionLonger() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json");
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Map<String, String> members =
          Map.of(
              "n0",
              "http://127.0.0.1:" + server.server.port() + "/patroni",
              "silent",
              "http://127.0.0.1:" + silent.getLocalPort() + "/patroni",
              "refused",
              "http://127.0.0.1:1/patroni",
              "malformed",
              "not a url");
      long start = System.nanoTime();
      Map<String, PeerStatus> answers = client.ask(members, SHORT).toCompletableFuture().get();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(SHORT, SHORT.plusSeconds(10));
      assertThat(answers).containsOnlyKeys("n0");

      start = System.nanoTime();
      Map<String, String> quick = Map.of("n0", members.get("n0"), "refused", "http://127.0.0.1:1/");
      assertThat(client.ask(quick, Duration.ofMinutes(1)).toCompletableFuture().get())
          .containsOnlyKeys("n0");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void anAnswerBySomebodyElseCountsForNobody() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      String url = "http://127.0.0.1:" + server.server.port() + "/patroni";
      Map<String, String> members = Map.of("n0", url, "n1", url);
      assertThat(client.ask(members, SHORT).toCompletableFuture().get()).containsOnlyKeys("n0");
    }
  }

  @Test
  void nobodyToAskIsAnsweredAtOnce() throws Exception {
    assertThat(client.ask(Map.of(), Duration.ofMinutes(1)).toCompletableFuture().get()).isEmpty();
  }
}
