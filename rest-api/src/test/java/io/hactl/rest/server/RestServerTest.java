package io.hactl.rest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.rest.given.Samples;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.settings.RestSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestServerTest {

  private final TestServer server = new TestServer("etcd-async.json");

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/primary", "/read-write", "/leader", "/master", "/standby-leader",
        "/standby_leader", "/replica", "/read-only", "/sync", "/synchronous", "/read-only-sync",
        "/quorum", "/read-only-quorum", "/async", "/asynchronous", "/health", "/liveness",
        "/readiness", "/nonexistent", "/replica?lag=1kB"
      })
  void allThreeVerbsGiveTheSameStatusAndOnlyGetABody(String path) throws Exception {
    HttpResponse<String> get = server.get(path);
    for (String method : List.of("HEAD", "OPTIONS")) {
      HttpResponse<String> other = server.send(method, path, null);
      assertThat(other.statusCode()).as(method).isEqualTo(get.statusCode());
      assertThat(other.body()).isEmpty();
    }
    JsonNode sample = Samples.read("rest-async.json").path("n0 " + path);
    if (!sample.isMissingNode()) {
      assertThat(get.statusCode()).isEqualTo(sample.path("status").asInt());
      assertThat(get.body().isEmpty()).isEqualTo(sample.path("body").asText().isEmpty());
    }
  }

  @Test
  void statusIsJsonAndTheServerKeepsItsNameToItself() throws Exception {
    HttpResponse<String> answer = server.get("/primary");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(answer.body()).contains("\"role\": \"primary\"", "\"name\": \"n0\"");
  }

  @Test
  void aNewSnapshotChangesTheAnswerAtOnce() throws Exception {
    assertThat(server.get("/primary").statusCode()).isEqualTo(200);
    server.becomeReplica("n1");
    assertThat(server.get("/primary").statusCode()).isEqualTo(503);
    assertThat(server.get("/replica").body()).contains("\"role\": \"replica\"");
    server.clock.advance(Duration.ofMinutes(1));
    assertThat(server.get("/replica").statusCode()).isEqualTo(503);
    assertThat(server.get("/patroni").statusCode()).isEqualTo(503);
  }

  @Test
  void theStatusIsObservedAnewWhileHealthChecksAreAnsweredFromTheSnapshot() throws Exception {
    server.get("/primary");
    assertThat(server.agent.asked).isEmpty();
    server.agent.dcs.delete("leader");
    server.agent.seen(server.agent.dcs.cluster());
    assertThat(server.get("/patroni").body()).contains("\"cluster_unlocked\": true");
    assertThat(server.agent.asked).containsExactly("refreshed");
  }

  @Test
  void theViewsOfTheClusterAreThoseOfTheSamples() throws Exception {
    JsonNode samples = Samples.read("rest-async.json");
    for (String path : List.of("/cluster", "/history", "/config")) {
      assertThat(server.get(path).body())
          .isEqualTo(samples.path("n0 " + path).path("body").asText());
    }
    assertThat(server.get("/failsafe").statusCode()).isEqualTo(502);
  }

  @Test
  void metricsAreTheContractsAndOwnOnes() throws Exception {
    server.get("/primary");
    HttpResponse<String> answer = server.get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body())
        .startsWith("# HELP patroni_version")
        .contains("patroni_primary{scope=\"bench\",name=\"n0\"} 1\n")
        .contains("\nhactl_lease_left_seconds 20.0\n", "\nhactl_loop_believable 1.0\n")
        .contains(
            "hactl_http_requests_seconds_count{method=\"GET\",route=\"primary\",status=\"200\"} 1")
        .contains("jvm_memory_used_bytes");
    assertThat(answer.body().lines().filter(l -> l.startsWith("# TYPE "))).doesNotHaveDuplicates();
  }

  @Test
  void aWrongMethodIsRefusedInOneSentence() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      HttpResponse<String> answer = server.send(method, "/cluster", "{}");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.body()).isEqualTo(method + " /cluster is not supported");
    }
    assertThat(server.send("POST", "/config", "{}").statusCode()).isEqualTo(405);
    assertThat(server.raw("BREW / HTTP/1.0\r\n\r\n")).matches("(?s)HTTP/1.1 (405|501) .*");
    assertThat(server.raw("TRACE / HTTP/1.0\r\n\r\n")).matches("(?s)HTTP/1.1 (405|501) .*");
  }

  @Test
  void garbageIsRefusedWithoutAPageOrAStackTrace() throws Exception {
    for (String request :
        List.of(
            "garbage\r\n\r\n",
            "GET /%zz HTTP/1.0\r\n\r\n",
            "GET /../../etc HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.0\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      String answer = server.raw(request);
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("<html").doesNotContain("at org.");
    }
  }

  @Test
  void extraHeadersAreSentWithEveryAnswer() throws Exception {
    RestSettings plain = RestSettings.plain("127.0.0.1", 0);
    server.server.reload(
        new RestSettings(
            plain.host(),
            0,
            Optional.empty(),
            plain.verifyClient(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            Map.of("X-Frame-Options", "DENY")));
    for (String path : List.of("/primary", "/cluster", "/failsafe")) {
      assertThat(server.get(path).headers().firstValue("X-Frame-Options")).hasValue("DENY");
    }
  }

  @Test
  void aFailsafeQuestionForSomebodyElseIsRefused() throws Exception {
    String question = "{\"name\": \"n1\", \"scope\": \"%s\", \"member\": \"%s\"}";
    for (String other : List.of(question.formatted("bench", "n9"), question.formatted("x", "n0"))) {
      HttpResponse<String> answer = server.send("POST", "/failsafe", other);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).startsWith("this is n0 of bench, not ");
    }
    HttpResponse<String> own = server.send("POST", "/failsafe", question.formatted("bench", "n0"));
    assertThat(own.statusCode()).isNotEqualTo(409);
  }

  @Test
  void aTakenPortIsNamed() {
    RestSettings taken = RestSettings.plain("127.0.0.1", server.server.port());
    assertThatThrownBy(() -> new TestServer("etcd-async.json", taken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + server.server.port());
    assertThatThrownBy(() -> server.server.reload(RestSettings.plain("203.0.113.1", 80)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("203.0.113.1:80");
  }

  @Test
  void aServerThatCouldNotMoveGoesOn() throws Exception {
    int before = server.server.port();
    RestSettings fixed = RestSettings.plain("127.0.0.1", before);
    server.close();
    try (TestServer other = new TestServer("etcd-async.json", fixed)) {
      assertThatThrownBy(() -> other.server.reload(RestSettings.plain("203.0.113.1", 80)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(other.server.port()).isEqualTo(before);
      assertThat(other.get("/primary").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void manyClientsAtOnceAreAllAnswered() throws Exception {
    List<Callable<Integer>> requests = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String path = i % 2 == 0 ? "/primary" : "/replica";
      requests.add(() -> server.get(path).statusCode());
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = executor.invokeAll(requests);
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(i % 2 == 0 ? 200 : 503);
      }
    }
  }
}
