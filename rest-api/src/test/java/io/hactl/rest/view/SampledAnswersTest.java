package io.hactl.rest.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.KeySpace;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.codec.ClusterCodec;
import io.hactl.rest.given.Nodes;
import io.hactl.rest.given.SampledNodes;
import io.hactl.rest.given.Samples;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.time.Tick;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every view that the sampled cluster gave is given again, to the letter. */
class SampledAnswersTest {

  private static final Tick NOW = SampledNodes.NOW;

  @TestFactory
  Stream<DynamicTest> views() {
    return SampledNodes.views(SampledAnswersTest::compare);
  }

  private static void compare(String path, JsonNode sample, NodeSnapshot node) throws Exception {
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
      case "/patroni" -> assertThat(SampledNodes.status(node, body)).isEqualTo(body);
      default -> throw new AssertionError("a path that is not known: " + path);
    }
  }

  private static int status(JsonNode sample) {
    return sample.path("status").asInt();
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
    assertThat(SampledNodes.status(node, status)).isEqualTo(status);
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
