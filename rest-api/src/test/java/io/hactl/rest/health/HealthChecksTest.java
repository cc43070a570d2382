package io.hactl.rest.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.rest.given.Nodes;
import io.hactl.rest.given.Samples;
import io.hactl.rest.given.TestDcs;
import io.hactl.rest.node.NodeSnapshot;
import io.hactl.rest.node.NodeSnapshot.Server;
import io.hactl.time.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksTest {

  private static final Tick NOW = new Tick(1_000_000_000_000L);

  private final Cluster cluster = Samples.cluster("etcd-async.json");
  private final NodeSnapshot primary = Nodes.primary(cluster, NOW, 83886176, List.of());
  private final NodeSnapshot replica = replica(cluster, 83886176);

  private static NodeSnapshot replica(Cluster cluster, long lsn) {
    return Nodes.replica("n1", cluster, NOW, lsn, "2026-11-21T08:19:14Z", null);
  }

  private static int ask(String pathAndQuery, NodeSnapshot node, Tick now) {
    String[] parts = pathAndQuery.split("\\?");
    Query query = Query.parse(parts.length > 1 ? parts[1] : null);
    return HealthChecks.statusOf(Check.of(parts[0]), query, node, now);
  }

  private static int ask(String pathAndQuery, NodeSnapshot node) {
    return ask(pathAndQuery, node, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/primary,PRIMARY",
    "/master,PRIMARY",
    "/read-write,PRIMARY",
    "/leader,LEADER",
    "/standby_leader,STANDBY_LEADER",
    "/standby-leader,STANDBY_LEADER",
    "/replica,REPLICA",
    "/read-only,READ_ONLY",
    "/synchronous,SYNC",
    "/read-only-sync,READ_ONLY_SYNC",
    "/read-only-quorum,READ_ONLY_QUORUM",
    "/quorum,QUORUM",
    "/asynchronous,ASYNC",
    "/health,HEALTH",
    "/liveness,LIVENESS",
    "/readiness,READINESS",
    "/other,UNKNOWN"
  })
  void aPathNamesACheck(String path, Check check) {
    assertThat(Check.of(path)).isEqualTo(check);
  }

  @Test
  void aLeaseThatHasEndedIsNoLeadership() {
    Tick later = NOW.plus(Duration.ofSeconds(20));
    for (String path : List.of("/", "/primary", "/leader", "/read-write", "/read-only")) {
      assertThat(ask(path, primary, later.minus(Duration.ofNanos(1)))).isEqualTo(200);
      assertThat(ask(path, primary, later)).as(path).isEqualTo(503);
    }
  }

  @Test
  void aLoopThatHangsPassesNoCheck() {
    Tick later = NOW.plus(Duration.ofSeconds(30));
    for (String path : List.of("/replica", "/read-only", "/health", "/liveness", "/readiness")) {
      assertThat(ask(path, replica, NOW)).as(path).isEqualTo(200);
      assertThat(ask(path, replica, later)).as(path).isEqualTo(503);
    }
  }

  @Test
  void inPauseALoopThatHangsIsStillAlive() {
    NodeSnapshot paused = replica(Samples.cluster("etcd-paused.json"), 84205160);
    assertThat(ask("/liveness", paused, NOW.plus(Duration.ofHours(1)))).isEqualTo(200);
    assertThat(ask("/replica", paused, NOW.plus(Duration.ofHours(1)))).isEqualTo(503);
  }

  @Test
  void inPauseTheKnownLeaderStaysPrimaryWithoutAFreshLease() {
    Cluster paused = Samples.cluster("etcd-paused.json");
    NodeSnapshot node =
        Nodes.withLease(Nodes.primary(paused, NOW, 84205160, List.of()), Optional.empty());
    assertThat(ask("/primary", node)).isEqualTo(200);
    assertThat(ask("/primary", Nodes.withCluster(node, cluster))).isEqualTo(503);
  }

  @Test
  void aCandidateWithTheLeaseIsPrimaryOnlyOncePromoted() {
    NodeSnapshot promoting =
        Nodes.withLease(replica, Optional.of(NOW.plus(Duration.ofSeconds(20))));
    assertThat(ask("/leader", promoting)).isEqualTo(200);
    assertThat(ask("/primary", promoting)).isEqualTo(503);
    assertThat(ask("/readiness", promoting)).isEqualTo(200);
  }

  @Test
  void aReplicaThatLagsTooMuchIsRefused() {
    NodeSnapshot behind = replica(cluster, 83886176 - 2048);
    assertThat(ask("/replica", behind)).isEqualTo(200);
    assertThat(ask("/replica?lag=2047", behind)).isEqualTo(503);
    assertThat(ask("/replica?lag=2kB", behind)).isEqualTo(200);
    assertThat(ask("/replica?lag=nonsense", behind)).isEqualTo(200);
    assertThat(ask("/async?lag=1kB", behind)).isEqualTo(503);
    assertThat(ask("/read-only?lag=1kB", behind)).isEqualTo(503);
    assertThat(ask("/readiness", behind)).isEqualTo(200);
    assertThat(ask("/readiness?lag=1kB", behind)).isEqualTo(503);
    assertThat(ask("/readiness", replica(cluster, 83886176 - 2_000_000))).isEqualTo(503);
  }

  @Test
  void readinessByWriteLooksAtWhatWasReceived() {
    Server s = replica.server();
    Server slowReplay =
        new Server(
            s.state(),
            s.role(),
            s.postmasterStartTime(),
            s.versionNumber(),
            s.systemIdentifier(),
            s.timeline(),
            s.writeLsn(),
            s.receivedLsn(),
            Optional.of(new Lsn(1)),
            s.replayedAt(),
            false,
            s.replicationState(),
            List.of());
    NodeSnapshot node = Nodes.withServer(replica, slowReplay);
    assertThat(ask("/readiness", node)).isEqualTo(503);
    assertThat(ask("/readiness?mode=apply", node)).isEqualTo(503);
    assertThat(ask("/readiness?mode=write", node)).isEqualTo(200);
  }

  @Test
  void tagsNarrowReplicaChecksDown() {
    NodeSnapshot tagged =
        Nodes.withTags(replica, Map.of("zone", "a", "clonefrom", true, "rank", 3L));
    assertThat(ask("/replica?tag_zone=a&tag_clonefrom=true&tag_rank=3", tagged)).isEqualTo(200);
    assertThat(ask("/replica?tag_zone=b", tagged)).isEqualTo(503);
    assertThat(ask("/replica?tag_other=a", tagged)).isEqualTo(503);
    assertThat(ask("/primary?tag_other=a", primary)).isEqualTo(200);
    assertThat(ask("/replica", Nodes.withTags(replica, Map.of("noloadbalance", true))))
        .isEqualTo(503);
  }

  @Test
  void theReplicationStateMustMatchWhereAskedFor() {
    assertThat(ask("/replica?replication_state=streaming", replica)).isEqualTo(200);
    assertThat(ask("/replica?replication_state=in+archive+recovery", replica)).isEqualTo(503);
  }

  @Test
  void aQuorumStandbyIsNotASynchronousOne() {
    NodeSnapshot standby = replica(Samples.cluster("etcd-quorum.json"), 84205160);
    assertThat(ask("/quorum", standby)).isEqualTo(200);
    assertThat(ask("/read-only-quorum", standby)).isEqualTo(200);
    assertThat(ask("/sync", standby)).isEqualTo(503);
    assertThat(ask("/read-only-sync", standby)).isEqualTo(503);
    assertThat(ask("/async", standby)).isEqualTo(503);
  }

  @Test
  void aServerThatIsStartingServesNobody() {
    Server s = replica.server();
    Server starting =
        new Server(
            MemberState.STARTING,
            MemberRole.REPLICA,
            s.postmasterStartTime(),
            s.versionNumber(),
            s.systemIdentifier(),
            s.timeline(),
            s.writeLsn(),
            s.receivedLsn(),
            s.replayedLsn(),
            s.replayedAt(),
            false,
            s.replicationState(),
            List.of());
    for (String path : List.of("/replica", "/health", "/readiness", "/async")) {
      assertThat(ask(path, Nodes.withServer(replica, starting))).as(path).isEqualTo(503);
    }
  }

  @Test
  void aStandbyClusterHasAStandbyLeaderAndNoPrimary() {
    TestDcs dcs = new TestDcs(Samples.keys("etcd-async.json"));
    dcs.put("config", "{\"standby_cluster\":{\"host\":\"10.0.0.1\"}}");
    NodeSnapshot leader =
        Nodes.withLease(
            replica(dcs.cluster(), 83886176), Optional.of(NOW.plus(Duration.ofSeconds(20))));
    assertThat(ask("/standby-leader", leader)).isEqualTo(200);
    assertThat(ask("/leader", leader)).isEqualTo(200);
    assertThat(ask("/read-only", leader)).isEqualTo(200);
    assertThat(ask("/primary", leader)).isEqualTo(503);
    assertThat(ask("/replica", leader)).isEqualTo(503);
  }
}
