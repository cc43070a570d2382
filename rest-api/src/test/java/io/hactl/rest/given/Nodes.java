package io.hactl.rest.given;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Tags;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshot.Server;
import io.hactl.rest.node.NodeSnapshot.Walsender;
import io.hactl.rest.node.NodeSnapshotBuilder;
import io.hactl.time.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots of the nodes of the sampled cluster. */
public final class Nodes {

  private static final String SYSTEM = "7710536392887489703";

  private Nodes() {}

  /** The leader n0. */
  public static NodeSnapshot primary(Cluster cluster, Tick now, long lsn, List<Walsender> senders) {
    Server server =
        new Server(
            MemberState.RUNNING,
            MemberRole.PRIMARY,
            Optional.of(Instant.parse("2026-11-21T08:19:11.990766Z")),
            Optional.of(180006),
            Optional.of(SYSTEM),
            Optional.of(1),
            Optional.of(new Lsn(lsn)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            senders);
    return node("n0", cluster, now, Optional.of(now.plus(Duration.ofSeconds(20))), server);
  }

  public static NodeSnapshot replica(
      String name, Cluster cluster, Tick now, long lsn, String start, String replayedAt) {
    Server server =
        new Server(
            MemberState.RUNNING,
            MemberRole.REPLICA,
            Optional.of(Instant.parse(start)),
            Optional.of(180006),
            Optional.of(SYSTEM),
            Optional.of(1),
            Optional.empty(),
            Optional.of(new Lsn(lsn)),
            Optional.of(new Lsn(lsn)),
            Optional.ofNullable(replayedAt).map(Instant::parse),
            false,
            Optional.of("streaming"),
            List.of());
    return node(name, cluster, now, Optional.empty(), server);
  }

  public static List<Walsender> senders(
      String first, int firstPriority, String second, int priority) {
    return List.of(sender("n1", first, firstPriority), sender("n2", second, priority));
  }

  private static Walsender sender(String name, String syncState, int priority) {
    return new Walsender(
        "replicator", name, Optional.of("127.0.0.1"), "streaming", syncState, priority);
  }

  public static NodeSnapshot node(
      String name, Cluster cluster, Tick now, Optional<Tick> leaseUntil, Server server) {
    return new NodeSnapshot(
        "bench",
        name,
        "4.1.5",
        now,
        now.plus(Duration.ofSeconds(30)),
        leaseUntil,
        server,
        cluster,
        cluster.config().value(),
        Tags.NONE,
        Instant.ofEpochSecond(1795249222),
        cluster.config().value().pause(),
        false,
        false,
        Map.of(),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        "all is well");
  }

  public static NodeSnapshot withTags(NodeSnapshot node, Map<String, Object> tags) {
    return NodeSnapshotBuilder.builder(node).tags(new Tags(tags)).done();
  }

  public static NodeSnapshot withServer(NodeSnapshot node, Server server) {
    return NodeSnapshotBuilder.builder(node).server(server).done();
  }

  public static NodeSnapshot withLease(NodeSnapshot node, Optional<Tick> leaseUntil) {
    return NodeSnapshotBuilder.builder(node).leaseUntil(leaseUntil).done();
  }

  public static NodeSnapshot withCluster(NodeSnapshot node, Cluster cluster) {
    return NodeSnapshotBuilder.builder(node)
        .cluster(cluster)
        .config(cluster.config().value())
        .paused(cluster.config().value().pause())
        .done();
  }

  public static NodeSnapshot seenAt(NodeSnapshot node, long epochSecond) {
    return NodeSnapshotBuilder.builder(node).dcsLastSeen(Instant.ofEpochSecond(epochSecond)).done();
  }
}
