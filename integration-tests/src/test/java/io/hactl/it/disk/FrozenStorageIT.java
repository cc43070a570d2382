package io.hactl.it.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Guards;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Storage;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NodeWriters;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.ServerUser;
import io.hactl.it.machine.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node's data, its WAL and its agent's log lie on a file system that freezes: whoever writes
 * there hangs, out of reach of every signal.
 */
class FrozenStorageIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PROBED_EVERY = Duration.ofSeconds(5);
  private static final Duration IO_DEADLINE = Duration.ofSeconds(1);

  /** Until it gives up on processes that do not even die. */
  private static final Duration STOP_TRIED = Duration.ofSeconds(3);

  /** Found out, the stop tried in vain, the lease left to end, another elected and promoted. */
  private static final Duration YIELDED =
      PROBED_EVERY.plus(IO_DEADLINE).plus(STOP_TRIED).plusSeconds(TIMING.ttl()).plusSeconds(10);

  /** Long for a machine that is busy; who waits for the frozen disk waits longer. */
  private static final Duration ANSWERED = Duration.ofSeconds(4);

  private static final int DISK_MEGABYTES = 192;

  @RegisterExtension static final TestCluster cluster = TestCluster.of("frozen", TIMING);

  private static final Map<Node, SmallDisk> disks = new HashMap<>();

  private NodeWriters writers;
  private Node old;

  @BeforeAll
  static void threeNodes() throws Exception {
    for (String name : List.of("n1", "n2", "n3")) {
      SmallDisk disk = cluster.newDisk(name + "-disk", DISK_MEGABYTES);
      Node node =
          cluster.newNode(
              name,
              folder ->
                  Storage.in(disk.path())
                      .withSmallSegments()
                      .withHealth(
                          "min_free_space: 8MB", "io_deadline: " + IO_DEADLINE.toSeconds() + "s"));
      disks.put(node, disk);
      Path log = Files.createFile(disk.path().resolve("agent.log"));
      ServerUser.own(disk.path());
      Files.createSymbolicLink(node.agentLog(), log);
      node.start();
    }
  }

  @BeforeEach
  void everyNodeIsWellAndEachIsWrittenTo() throws Exception {
    cluster.heal();
    old = cluster.primary();
    writers = NodeWriters.start(cluster.nodes(), old);
  }

  @AfterEach
  void nobodyIsLeftFrozen() {
    disks.values().forEach(SmallDisk::thaw);
    writers.close();
  }

  @Test
  void aLeaderWhoseStorageFreezesYieldsAndComesBackAsAReplica(TestInfo test) throws Exception {
    Node successor = freezeTheLeader(test);
    report(test, successor);

    comesBackAsAReplicaOf(successor);
    onlyTheSuccessorAcknowledgedLast();
  }

  @Test
  void aFrozenReplicaHoldsNobodyUpAndIsNotElected() throws Exception {
    Node frozen = cluster.others(old).getFirst();
    Node healthy = cluster.others(old, frozen).getFirst();
    disks.get(frozen).freeze();
    Await.holds(
        "the leader leads, and the frozen one answers",
        PROBED_EVERY.plus(IO_DEADLINE),
        () ->
            old.rest().get("/primary").status() == 200
                && frozen.rest().get("/liveness").status() == 200);
    awaitFault(frozen, "storage_hangs");
    writers.assertUninterrupted(old);

    old.killAll();

    assertThat(cluster.awaitPrimaryAmong(List.of(frozen, healthy), SOON)).isSameAs(healthy);
    writers.awaitProgress(healthy, SOON);
    disks.get(frozen).thaw();
    old.start();
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(healthy);
  }

  @Test
  void aFrozenSynchronousStandbyIsReplaced(TestInfo test) throws Exception {
    cluster.configure("{\"synchronous_mode\": true}");
    try {
      Node frozen = cluster.awaitSynchronousStandby(SOON);
      Node other = cluster.others(old, frozen).getFirst();
      long began = System.nanoTime();
      disks.get(frozen).freeze();

      Await.until(
          other + " is synchronous instead",
          YIELDED,
          () -> cluster.synchronousStandby().filter(n -> n == other).isPresent());
      writers.awaitProgress(old, SOON);
      System.out.printf(
          "  %s: after %.1f s, writes waited %.1f s%n",
          test.getDisplayName(),
          (System.nanoTime() - began) / 1e9,
          writers.longestPause(old).toMillis() / 1000.0);
      assertThat(cluster.primary()).isSameAs(old);
    } finally {
      disks.values().forEach(SmallDisk::thaw);
      cluster.configure("{\"synchronous_mode\": false}");
    }
  }

  /** Meanwhile its agent answers, and its guard is there. */
  private Node freezeTheLeader(TestInfo test) throws Exception {
    List<Node> others = cluster.others(old);
    long began = System.nanoTime();
    disks.get(old).freeze();
    Thread asking = askAllTheWhile(old);
    Node successor = cluster.awaitPrimaryAmong(others, YIELDED);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    writers.awaitProgress(successor, SOON);
    asking.interrupt();
    asking.join();
    System.out.printf(
        "  %s: another led after %.1f s, the API answered in %.0f ms at the longest%n",
        test.getDisplayName(), elapsed.toMillis() / 1000.0, slowestAnswer / 1e6);
    assertThat(Duration.ofNanos(slowestAnswer)).as("slowest answer").isLessThan(ANSWERED);
    assertThat(old.rest().get("/primary").status()).isEqualTo(503);
    assertThat(Guards.in(old.settings().folder().getParent())).hasSize(cluster.nodes().size());
    return successor;
  }

  private volatile long slowestAnswer;

  private Thread askAllTheWhile(Node node) {
    slowestAnswer = 0;
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!Thread.interrupted()) {
                long asked = System.nanoTime();
                try {
                  node.rest().get("/liveness");
                  Thread.sleep(100);
                } catch (IOException e) {
                  slowestAnswer = Long.MAX_VALUE;
                } catch (InterruptedException e) {
                  return;
                }
                slowestAnswer = Math.max(slowestAnswer, System.nanoTime() - asked);
              }
            });
  }

  private void comesBackAsAReplicaOf(Node successor) throws Exception {
    disks.get(old).thaw();
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    assertThat(Files.readString(old.agentLog()))
        .as("what was logged meanwhile, when the disk took it again")
        .contains("a write to the file system of " + old.dataDirectory());
  }

  private void onlyTheSuccessorAcknowledgedLast() {
    assertThat(writers.lastBy(old))
        .as("the old primary's last acknowledged row comes before the new one's first")
        .isLessThan(writers.firstByOthers(old));
  }

  private void report(TestInfo test, Node successor) throws Exception {
    System.out.printf(
        "  %s: %.2f s between the last row of the one and the first of the other; of %d rows, %d"
            + " of the last moment are missing (asynchronous)%n",
        test.getDisplayName(),
        TimeUnit.NANOSECONDS.toMillis(writers.firstByOthers(old) - writers.lastBy(old)) / 1000.0,
        writers.by(old).size(),
        writers.missingOn(successor).stream().filter(a -> a.node() == old).count());
  }

  private static void awaitFault(Node node, String fault) {
    Await.until(
        "everybody knows that " + node + " has " + fault,
        SOON,
        () -> cluster.key("members/" + node.name()).orElse("").contains(fault));
  }
}
