package io.hactl.rest.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.rest.given.Samples;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.node.AgentApi;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that change the configuration or ask the agent for something. */
class RequestsTest {

  private final TestServer server = new TestServer("etcd-async.json");

  @AfterEach
  void stop() {
    server.close();
  }

  private String stored() {
    return server.agent.dcs.value("config");
  }

  @Test
  void wrongRequestsAreAnsweredAsInTheSamples() throws Exception {
    for (Map.Entry<String, JsonNode> sample : Samples.read("rest-operations.json").properties()) {
      if (sample.getKey().startsWith("config-")) {
        continue; // the deliberate difference: what is not valid is refused
      }
      JsonNode request = sample.getValue().path("request");
      String body = request.path(2).isNull() ? "" : request.path(2).toString();
      HttpResponse<String> answer =
          server.send(request.path(0).asText(), request.path(1).asText(), body);
      assertThat(answer.statusCode())
          .as(sample.getKey())
          .isEqualTo(sample.getValue().path("status").asInt());
      String expected = sample.getValue().path("body").asText();
      assertThat(answer.body())
          .as(sample.getKey())
          .isEqualTo(
              expected.startsWith("<")
                  ? "the body must be a JSON object that is not empty"
                  : expected);
    }
  }

  @Test
  void aPatchIsMergedAndNullDeletes() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "PATCH",
            "/config",
            "{\"ttl\": 60, \"retry_timeout\": null,"
                + " \"postgresql\": {\"parameters\": {\"max_connections\": 70}}}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"ttl\": 60", "\"max_connections\": 70", "\"shared_buffers\": \"32MB\"")
        .doesNotContain("retry_timeout");
    assertThat(stored()).contains("\"ttl\":60").doesNotContain("retry_timeout");
    assertThat(server.get("/config").body()).isEqualTo(answer.body());
  }

  @Test
  void anUnknownSettingIsKept() throws Exception {
    assertThat(server.send("PATCH", "/config", "{\"foo\": \"bar\"}").body())
        .isEqualTo(
            Samples.read("rest-operations.json").path("config-unknown").path("body").asText());
  }

  @Test
  void aPutReplacesEverything() throws Exception {
    HttpResponse<String> answer = server.send("PUT", "/config", "{\"ttl\": 40}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(stored()).isEqualTo("{\"ttl\":40}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "PUT"})
  void aConfigurationThatIsNotValidChangesNothing(String method) throws Exception {
    String before = stored();
    HttpResponse<String> answer =
        server.send(method, "/config", "{\"ttl\": \"abc\", \"loop_wait\": {}}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("ttl", "loop_wait");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void whatWasWrongBeforeDoesNotHinderAPause() throws Exception {
    server.agent.dcs.put("config", "{\"ttl\": \"abc\"}");
    assertThat(server.send("PATCH", "/config", "{\"pause\": true}").statusCode()).isEqualTo(200);
    assertThat(stored()).contains("\"pause\":true");
  }

  @Test
  void aTtlThatAMembersWatchdogCannotServeIsRefused() throws Exception {
    server.agent.dcs.put("members/n9", "{\"hactl\": {\"watchdog_margin_ms\": 25000}}");
    String before = stored();
    HttpResponse<String> answer =
        server.send("PATCH", "/config", "{\"ttl\": 30, \"loop_wait\": 9}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("watchdog of n9", "safety_margin of 25");
    assertThat(stored()).isEqualTo(before);
    assertThat(server.send("PATCH", "/config", "{\"ttl\": 60}").statusCode()).isEqualTo(200);
  }

  @Test
  void lostWalIsAnsweredBesideTheHistory() throws Exception {
    assertThat(server.get("/lost_wal").body()).isEqualTo("[]");
    server.agent.dcs.put(
        "hactl/lost_wal",
        "[{\"member\":\"n0\",\"timeline\":2,\"from\":100,\"to\":180,\"exact\":true,"
            + "\"how\":\"rewound\",\"time\":\"2026-05-01T12:00:00+00:00\"}]");
    server.agent.seen(server.agent.dcs.cluster());
    assertThat(server.get("/lost_wal").body()).contains("\"bytes\":80", "\"member\":\"n0\"");
    assertThat(server.get("/history").body()).doesNotContain("rewound");
  }

  @Test
  void aChangeInBetweenIsKept() throws Exception {
    server.agent.dcs.beforeNextCommit(
        () -> server.agent.dcs.put("config", "{\"ttl\": 50, \"maximum_lag_on_failover\": 5}"));
    assertThat(server.send("PATCH", "/config", "{\"ttl\": 60}").statusCode()).isEqualTo(200);
    assertThat(stored()).isEqualTo("{\"ttl\":60,\"maximum_lag_on_failover\":5}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]|400",
        "\"text\"|400",
        "{|400",
        "{} {}|400",
        "{\"a\":1,\"a\":2}|400",
        "{'a':1}|400",
        "null|400"
      })
  void aBodyThatIsNoObjectIsRefused(String body, int status) throws Exception {
    for (String path :
        List.of("/config", "/switchover", "/failover", "/restart", "/reinitialize")) {
      String method = path.equals("/config") ? "PATCH" : "POST";
      HttpResponse<String> answer = server.send(method, path, body);
      assertThat(answer.statusCode()).as(method + path).isEqualTo(status);
      assertThat(answer.body()).startsWith("the body ").hasLineCount(1);
    }
    assertThat(server.agent.asked).isEmpty();
  }

  @Test
  void aMissingBodyIsRefused() throws Exception {
    assertThat(server.raw("PATCH /config HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 411");
    assertThat(server.send("PATCH", "/config", "").statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String large = "{\"a\": \"" + "x".repeat(1 << 20) + "\"}";
    assertThat(server.send("PATCH", "/config", large).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        server.send(
            "PATCH",
            "/config",
            null,
            b -> b.method("PATCH", BodyPublishers.fromPublisher(BodyPublishers.ofString(large))));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(server.raw("PUT /config HTTP/1.0\r\nContent-Length: 99999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"timeout\": \"x\"}|Timeout should be a positive number of seconds",
        "{\"timeout\": 0}|Timeout should be a positive number of seconds",
        "{\"what\": 1}|Unknown filter for the scheduled restart: what",
        "{\"postgres_version\": \"new\"}|PostgreSQL version 'new' is not of the form 16.2 or"
            + " 9.6.24",
        "{\"schedule\": 5}|'schedule' must be a text",
        "{\"restart_pending\": \"maybe\"}|'restart_pending' must be true or false"
      })
  void aWrongRestartIsRefused(String body, String message) throws Exception {
    HttpResponse<String> answer = server.send("POST", "/restart", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(message);
    assertThat(server.agent.asked).isEmpty();
  }

  @Test
  void aRestartReachesTheAgent() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "POST",
            "/restart",
            "{\"role\": \"primary\", \"restart_pending\": true, \"timeout\": \"2min\","
                + " \"schedule\": \"2035-01-01T00:00+01:00\"}");
    assertThat(answer.body()).isEqualTo("restarted successfully");
    AgentApi.RestartRequest asked = (AgentApi.RestartRequest) server.agent.asked.getFirst();
    assertThat(asked.onlyIfPending()).isTrue();
    assertThat(asked.timeoutSeconds()).hasValue(120);
    assertThat(asked.schedule().orElseThrow().toString()).isEqualTo("2035-01-01T00:00+01:00");
    assertThat(server.send("DELETE", "/restart", null).statusCode()).isEqualTo(404);
    assertThat(server.raw("POST /restart HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aReplicaIsReinitialized() throws Exception {
    server.becomeReplica("n1");
    assertThat(server.send("POST", "/reinitialize", "{\"force\": true}").body())
        .isEqualTo("reinitialize started");
    assertThat(server.agent.asked).containsExactly("reinitialize true false");
    server.agent.dcs.delete("leader");
    server.agent.seen(server.agent.dcs.cluster());
    assertThat(server.send("POST", "/reinitialize", "").body())
        .isEqualTo("Cluster has no leader, can not reinitialize");
  }
}
