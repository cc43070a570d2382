package io.hactl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.time.Tick;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every answer of the sampled cluster is given again, status and body, to the letter. */
class SampledAnswersTest {

  private static final Tick NOW = new Tick(1_000_000_000_000L);
  private static final String N1_START = "2026-11-21T08:19:14.421200Z";

  private static NodeSnapshot async(String node) {
    Cluster cluster = Samples.cluster("etcd-async.json");
    return node.equals("n0")
        ? Nodes.primary(cluster, NOW, 83886176, Nodes.senders("async", 0, "async", 0))
        : Nodes.replica("n1", cluster, NOW, 83886176, N1_START, null);
  }

  private static NodeSnapshot sync(String node) {
    Cluster cluster = Samples.cluster("etcd-sync.json");
    String replayedAt = "2026-11-21T08:20:53.317371Z";
    return switch (node) {
      case "n0" -> Nodes.primary(cluster, NOW, 84205064, Nodes.senders("sync", 1, "async", 0));
      case "n1" -> Nodes.replica("n1", cluster, NOW, 84205064, N1_START, replayedAt);
      default ->
          Nodes.replica("n2", cluster, NOW, 84205064, "2026-11-21T08:19:14.421199Z", replayedAt);
    };
  }

  @TestFactory
  Stream<DynamicTest> asynchronous() {
    return Samples.read("rest-async.json").properties().stream()
        .map(
            s ->
                DynamicTest.dynamicTest(
                    s.getKey(),
                    () -> compare(s.getKey(), s.getValue(), async(s.getKey().substring(0, 2)))));
  }

  @TestFactory
  Stream<DynamicTest> synchronous() {
    return Samples.read("rest-sync.json").properties().stream()
        .map(
            s ->
                DynamicTest.dynamicTest(
                    s.getKey(),
                    () -> compare(s.getKey(), s.getValue(), sync(s.getKey().substring(0, 2)))));
  }

  private static void compare(String request, JsonNode sample, NodeSnapshot node) throws Exception {
    String path = request.substring(3);
    String body = sample.path("body").asText();
    switch (path) {
      case "/cluster" -> assertThat(cluster(node)).isEqualTo(body);
      case "/history" ->
          assertThat(JsonText.write(ClusterJson.of(node.cluster().history().value())))
              .isEqualTo(body);
      case "/config" ->
          assertThat(JsonText.write(node.cluster().config().value().tree())).isEqualTo(body);
      case "/metrics" ->
          assertThat(withoutValues(ContractMetrics.of(node)))
              .isEqualTo(withoutValues(body.stripTrailing() + "\n"));
      case "/failsafe" -> assertThat(node.config().failsafeMode()).isEqualTo(status(sample) == 200);
      case "/patroni" -> assertThat(statusBody(node, body)).isEqualTo(body);
      default -> compareHealth(path, sample, node);
    }
  }

  private static void compareHealth(String pathAndQuery, JsonNode sample, NodeSnapshot node)
      throws Exception {
    String[] parts = pathAndQuery.split("\\?");
    Check check = Check.of(parts[0]);
    Query query = Query.parse(parts.length > 1 ? parts[1] : null);
    assertThat(HealthChecks.statusOf(check, query, node, NOW)).isEqualTo(status(sample));
    String body = sample.path("body").asText();
    assertThat(check.hasBody() ? statusBody(node, body) : "").isEqualTo(body);
  }

  private static int status(JsonNode sample) {
    return sample.path("status").asInt();
  }

  private static String statusBody(NodeSnapshot node, String sample) throws Exception {
    long seen = JsonText.read(sample.getBytes()).path("dcs_last_seen").asLong();
    return JsonText.write(StatusJson.of(Nodes.seenAt(node, seen)));
  }

  private static String cluster(NodeSnapshot node) {
    return JsonText.write(ClusterJson.of(ClusterView.of(node.scope(), node.cluster())));
  }

  private static String withoutValues(String metrics) {
    return metrics.replaceAll("(?m)^(patroni_dcs_last_seen\\{[^}]*\\}) .*$", "$1");
  }

  @Test
  void aPausedClusterIsShownAsPaused() throws Exception {
    JsonNode samples = Samples.read("rest-paused.json");
    Cluster cluster = Samples.cluster("etcd-paused.json");
    NodeSnapshot node =
        Nodes.primary(cluster, NOW, 84205160, Nodes.senders("quorum", 1, "quorum", 1));
    String status = samples.path("n0 /patroni").path(1).asText();
    assertThat(statusBody(node, status)).isEqualTo(status);
    assertThat(cluster(node)).isEqualTo(samples.path("n0 /cluster").path(1).asText());
  }

  @Test
  void aScheduledSwitchoverIsShown() {
    Cluster cluster = Samples.cluster("etcd-scheduled.json");
    NodeSnapshot node =
        Nodes.primary(cluster, NOW, 84205160, Nodes.senders("quorum", 1, "quorum", 1));
    assertThat(cluster(node))
        .isEqualTo(Samples.read("rest-scheduled.json").path("n0 /cluster").path("body").asText());
  }

  @Test
  void theHistoryIsShown() {
    TreeMap<String, KeySpace.Entry> keys =
        new TreeMap<>(Samples.keys("etcd-after-switchover.json").keys());
    Cluster cluster = ClusterCodec.read(new KeySpace(10, keys));
    assertThat(JsonText.write(ClusterJson.of(cluster.history().value())))
        .isEqualTo(Samples.read("rest-history.json").path("/history").path(1).asText());
  }
}
