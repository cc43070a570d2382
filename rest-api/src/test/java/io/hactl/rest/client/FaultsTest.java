package io.hactl.rest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.PeerStatus;
import io.hactl.rest.given.Nodes;
import io.hactl.rest.given.TestServer;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshotBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a node, as others learn of it; and an API that is opened anew. */
class FaultsTest {

  private static final NodeSnapshot.Fault FULL =
      new NodeSnapshot.Fault(
          "disk_full", "no space on /data", Instant.parse("2026-11-21T08:00:00Z"));

  @Test
  void aPeerReadsOutOfTheStatusWhatIsWrong() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      server.agent.publish(unhealthy(server));
      String body = server.get("/patroni").body();
      assertThat(body)
          .contains("\"ailments\": [{\"kind\": \"disk_full\", \"message\": \"no space on /data\"");
      PeerStatus peer = PeerStatusJson.read(body.getBytes(StandardCharsets.UTF_8));
      assertThat(peer.faults()).containsExactly("disk_full");
      assertThat(peer.isUnhealthy()).isTrue();
    }
  }

  @Test
  void aHealthyNodeSaysNothingOfIt() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      String body = server.get("/patroni").body();
      assertThat(body).doesNotContain("ailments");
      assertThat(PeerStatusJson.read(body.getBytes(StandardCharsets.UTF_8)).isUnhealthy())
          .isFalse();
    }
  }

  @Test
  void metricsTellWhatIsWrongAndHowMuchIsFree() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      server.agent.publish(unhealthy(server));
      assertThat(server.get("/metrics").body())
          .contains("hactl_ailment{kind=\"disk_full\"} 1.0\n")
          .contains("hactl_ailment{kind=\"storage_hangs\"} 0.0\n")
          .contains("hactl_free_bytes{place=\"data\"} 4096.0\n")
          .contains("hactl_free_bytes{place=\"pg_wal\"} NaN\n");
    }
  }

  @Test
  void anApiOpenedAnewAnswersAtTheSamePort() throws Exception {
    try (TestServer server = new TestServer("etcd-async.json")) {
      int port = server.server.port();
      assertThat(server.server.answers(Duration.ofSeconds(5))).isTrue();
      server.server.restart();
      assertThat(server.server.port()).isEqualTo(port);
      assertThat(server.server.answers(Duration.ofSeconds(5))).isTrue();
      assertThat(server.get("/primary").statusCode()).isEqualTo(200);
    }
  }

  private static NodeSnapshot unhealthy(TestServer server) {
    Cluster cluster = server.agent.dcs.cluster();
    NodeSnapshot healthy = Nodes.primary(cluster, server.clock.now(), 4096, List.of());
    return NodeSnapshotBuilder.builder(healthy)
        .faults(List.of(FULL))
        .spaces(List.of(new NodeSnapshot.Space("data", 4096)))
        .done();
  }
}
