package io.hactl.it.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.it.cluster.AgentSettings;
import io.hactl.it.cluster.Node;
import io.hactl.it.cluster.Storage;
import io.hactl.it.cluster.TestCluster;
import io.hactl.it.machine.Await;
import io.hactl.it.machine.SmallDisk;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The disk of the only node fills up: there is nobody to yield to. */
class DiskFullAloneIT {

  private static final AgentSettings.Timing TIMING = AgentSettings.Timing.SHORT;
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension static final TestCluster cluster = TestCluster.of("diskfullalone", TIMING);

  private static SmallDisk disk;
  private static Node node;

  @BeforeAll
  static void oneNode() throws Exception {
    disk = cluster.newDisk("n1-wal", 128);
    node =
        cluster
            .newNode(
                "n1",
                folder ->
                    Storage.in(folder)
                        .withWal(disk.path().resolve("wal"))
                        .withSmallSegments()
                        .withHealth("min_free_space: 8MB"))
            .start();
    cluster.awaitFormed();
  }

  @Test
  void itGoesOnTryingSaysWhatIsMissingAndServesAgain() throws Exception {
    node.execute("create table kept (number int primary key)");
    disk.fillLeaving(0);
    List<Integer> acknowledged = writeUntilNothingIsTaken();

    Await.until("the server has crashed", SOON, () -> !answers());
    Await.until(
        "it is said where there is no space, and how much is needed",
        SOON,
        () ->
            Files.readString(node.agentLog())
                .contains(
                    "the file system of "
                        + node.dataDirectory().resolve("pg_wal")
                        + " (pg_wal) has 0.0 MB free and needs 8.0 MB"));
    Await.holds(
        "the agent lives and says that it does not lead",
        Duration.ofSeconds(TIMING.ttl() + 2L),
        () -> node.isRunning() && node.rest().get("/liveness").status() == 200);

    disk.empty();
    Await.until("it serves again", SOON, () -> cluster.findPrimary().isPresent());
    for (int number : acknowledged) {
      assertThat(node.query("select count(*) from kept where number = " + number)).isEqualTo("1");
    }
    node.execute("insert into kept values (-1)");
  }

  private static boolean answers() {
    try {
      return node.isWritable();
    } catch (SQLException e) {
      return false;
    }
  }

  private static List<Integer> writeUntilNothingIsTaken() {
    List<Integer> acknowledged = new ArrayList<>();
    try {
      node.execute("create table filler (content text)");
      for (int number = 0; number < 1000; number++) {
        node.execute("insert into kept values (" + number + ")");
        acknowledged.add(number);
        node.execute(
            "insert into filler select repeat(md5(random()::text), 60)"
                + " from generate_series(1, 500)");
      }
    } catch (SQLException e) {
      return acknowledged;
    }
    throw new AssertionError("the disk of " + node + " does not fill up");
  }
}
