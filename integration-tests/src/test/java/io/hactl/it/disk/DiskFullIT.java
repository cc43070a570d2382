package io.hactl.it.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Storage;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.ledger.NodeWriters;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.SmallDisk;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node's WAL has a small disk of its own, and that fills up while somebody writes. */
class DiskFullIT {

  /** A crashed primary is started again in place, which a full disk makes pointless. */
  private static final AgentSettings.Timing TIMING = new AgentSettings.Timing(5, 1, 2, 60);

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final long MEGABYTE = 1L << 20;
  private static final int DISK_MEGABYTES = 128;
  private static final int MIN_FREE_MEGABYTES = 16;

  @RegisterExtension static final TestCluster cluster = TestCluster.of("diskfull", TIMING);

  private static final Map<Node, SmallDisk> disks = new HashMap<>();

  private NodeWriters writers;
  private Node old;
  private SmallDisk disk;

  @BeforeAll
  static void threeNodes() throws Exception {
    for (String name : List.of("n1", "n2", "n3")) {
      SmallDisk wal = cluster.newDisk(name + "-wal", DISK_MEGABYTES);
      Node node =
          cluster.newNode(
              name,
              folder ->
                  Storage.in(folder)
                      .withWal(wal.path().resolve("wal"))
                      .withSmallSegments()
                      .withHealth("min_free_space: " + MIN_FREE_MEGABYTES + "MB"));
      disks.put(node, wal);
      node.start();
    }
  }

  @BeforeEach
  void everyNodeIsWellAndEachIsWrittenTo() throws Exception {
    cluster.heal();
    old = cluster.primary();
    disk = disks.get(old);
    writers = NodeWriters.start(cluster.nodes(), old);
  }

  @AfterEach
  void nobodyIsLeftWithoutSpace() throws Exception {
    writers.close();
    for (SmallDisk each : disks.values()) {
      each.empty();
    }
  }

  @Test
  void aLeaderWhoseDiskIsNearlyFullHandsOverBeforeItIs(TestInfo test) throws Exception {
    int timeline = timelineOf(old);
    long began = System.nanoTime();
    disk.fillLeaving(MIN_FREE_MEGABYTES * MEGABYTE / 2);

    Node successor = cluster.awaitPrimaryAmong(cluster.others(old), SOON);
    report(test, began);
    writers.awaitProgress(successor, SOON);
    assertThat(writers.missingOn(successor)).as("acknowledged and missing").isEmpty();
    assertThat(Files.readString(old.agentLog()))
        .contains("the file system of " + old.dataDirectory().resolve("pg_wal"))
        .contains("MB free and needs 16.0 MB");

    theUnhealthyNodeDoesNotLeadAndComesBackWithSpace(successor, timeline);
    assertThat(writers.missingOn(successor)).as("acknowledged and missing").isEmpty();
  }

  @Test
  void aLeaderThatCrashesForWantOfSpaceIsReplacedOnceAndForAll(TestInfo test) throws Exception {
    int timeline = timelineOf(old);
    Object directory = old.identityOfData();
    long began = System.nanoTime();
    fillWithWal();

    Node successor = cluster.awaitPrimaryAmong(cluster.others(old), SOON);
    report(test, began);
    writers.awaitProgress(successor, SOON);
    assertThat(writers.lastBy(old))
        .as("the old primary's last acknowledged row comes before the new one's first")
        .isLessThan(writers.firstByOthers(old));

    theUnhealthyNodeDoesNotLeadAndComesBackWithSpace(successor, timeline);
    assertThat(old.identityOfData()).as("neither copied nor moved").isEqualTo(directory);
    // Copies of WAL that a rewind is about to drop lie beside the data, too, and are none of it.
    assertThat(old.besideTheData())
        .extracting(path -> path.getFileName().toString())
        .as("nothing set aside")
        .isSubsetOf("data.lost_wal");
  }

  @Test
  void inSynchronousModeAFullDiskLosesNothing(TestInfo test) throws Exception {
    cluster.configure("{\"synchronous_mode\": true}");
    try {
      cluster.awaitSynchronousStandby(SOON);
      int timeline = timelineOf(old);
      long began = System.nanoTime();
      fillWithWal();

      Node successor = cluster.awaitPrimaryAmong(cluster.others(old), SOON);
      report(test, began);
      writers.awaitProgress(successor, SOON);
      assertThat(writers.missingOn(successor)).as("acknowledged and missing").isEmpty();

      theUnhealthyNodeDoesNotLeadAndComesBackWithSpace(successor, timeline);
      assertThat(writers.missingOn(successor)).as("acknowledged and missing").isEmpty();
    } finally {
      cluster.configure("{\"synchronous_mode\": false}");
    }
  }

  @Test
  void aReplicaWithoutSpaceIsPassedOverWhenTheLeaderIsLost() throws Exception {
    Node full = cluster.others(old).getFirst();
    Node healthy = cluster.others(old, full).getFirst();
    disks.get(full).fillLeaving(MIN_FREE_MEGABYTES * MEGABYTE / 2);
    Await.until(
        "everybody knows of the full disk",
        SOON,
        () -> cluster.key("members/" + full.name()).orElse("").contains("disk_full"));
    assertThat(old.rest().get("/primary").status()).as("the leader goes on").isEqualTo(200);

    old.killAll();

    assertThat(cluster.awaitPrimaryAmong(cluster.others(old), SOON)).isSameAs(healthy);
    writers.awaitProgress(healthy, SOON);
    disks.get(full).empty();
    old.start();
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(healthy);
  }

  /** While its disk is full, and when it is not any more. */
  private void theUnhealthyNodeDoesNotLeadAndComesBackWithSpace(Node successor, int timelineBefore)
      throws Exception {
    Await.holds(
        successor + " leads, " + old + " does not",
        Duration.ofSeconds(TIMING.ttl() + 1L),
        () ->
            successor.rest().get("/primary").status() == 200
                && old.rest().get("/primary").status() == 503);
    assertThat(timelineOf(successor)).as("promoted once").isEqualTo(timelineBefore + 1);

    disk.empty();
    cluster.awaitFormed();
    assertThat(cluster.primary()).isSameAs(successor);
    assertThat(timelineOf(successor)).as("promoted once").isEqualTo(timelineBefore + 1);
  }

  /** No byte is left, and the server needs more than it has set apart. */
  private void fillWithWal() throws Exception {
    old.execute("create table if not exists filler (content text)");
    disk.fillLeaving(0);
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 100; i++) {
        statement.execute(
            "insert into filler select repeat(md5(random()::text), 60)"
                + " from generate_series(1, 1000)");
      }
    } catch (SQLException e) {
      return; // what this was for
    }
    throw new AssertionError("the disk of " + old + " does not fill up");
  }

  private void report(TestInfo test, long began) {
    System.out.printf(
        "  %s: another led after %.2f s%n",
        test.getDisplayName(), (System.nanoTime() - began) / 1e9);
  }

  private static int timelineOf(Node node) throws Exception {
    return node.rest().get("/patroni").json().path("timeline").asInt();
  }
}
