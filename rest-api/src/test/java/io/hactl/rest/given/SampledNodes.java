package io.hactl.rest.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.rest.json.JsonText;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.view.StatusJson;
import io.hactl.time.Tick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The nodes of the sampled cluster when they were asked, and what each of them answered. */
public final class SampledNodes {

  public static final Tick NOW = new Tick(1_000_000_000_000L);

  private static final String N1_START = "2026-11-21T08:19:14.421200Z";
  private static final Set<String> VIEWS =
      Set.of("/cluster", "/history", "/config", "/metrics", "/failsafe", "/patroni");

  private SampledNodes() {}

  /** Compares one answer with its sample. */
  public interface Comparison {
    void compare(String path, JsonNode sample, NodeSnapshot node) throws Exception;
  }

  /** A test for each sampled answer to a path that shows something. */
  public static Stream<DynamicTest> views(Comparison comparison) {
    return all(true, comparison);
  }

  /** A test for each sampled health check. */
  public static Stream<DynamicTest> healthChecks(Comparison comparison) {
    return all(false, comparison);
  }

  private static Stream<DynamicTest> all(boolean views, Comparison comparison) {
    return Stream.concat(
        of("rest-async.json", SampledNodes::async, views, comparison),
        of("rest-sync.json", SampledNodes::sync, views, comparison));
  }

  private static Stream<DynamicTest> of(
      String file, NodeOf nodes, boolean views, Comparison comparison) {
    return Samples.read(file).properties().stream()
        .filter(sample -> VIEWS.contains(sample.getKey().substring(3)) == views)
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    file + " " + sample.getKey(),
                    () ->
                        comparison.compare(
                            sample.getKey().substring(3),
                            sample.getValue(),
                            nodes.named(sample.getKey().substring(0, 2)))));
  }

  private interface NodeOf {
    NodeSnapshot named(String name);
  }

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

  /** The status of a node that saw the DCS when the sampled one did. */
  public static String status(NodeSnapshot node, String sample) throws IOException {
    long seen =
        JsonText.read(sample.getBytes(StandardCharsets.UTF_8)).path("dcs_last_seen").asLong();
    return new String(new StatusJson().bytes(Nodes.seenAt(node, seen)), StandardCharsets.US_ASCII);
  }
}
