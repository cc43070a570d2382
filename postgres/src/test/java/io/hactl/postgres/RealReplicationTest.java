package io.hactl.postgres;

import static io.hactl.postgres.Await.await;
import static io.hactl.postgres.TestNode.LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.core.model.DataDirectory;
import io.hactl.core.model.LostRange;
import io.hactl.core.model.PostgresTask;
import io.hactl.core.model.PostgresTask.Stop;
import io.hactl.core.model.PostgresTask.StopPurpose;
import io.hactl.core.model.PostgresTask.TaskResult;
import io.hactl.core.model.ServerState;
import io.hactl.dcs.cluster.LostWal;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.os.ProcFs;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.postgres.data.UsedTimelines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real servers. */
@Tag("real-postgres")
class RealReplicationTest {

  private static final TaskResult SUCCEEDED = new TaskResult.Succeeded();

  @TempDir Path folder;
  private TestNode first;
  private TestNode second;

  @BeforeEach
  void startBoth() throws Exception {
    first = new TestNode(folder, "node-1");
    second = new TestNode(folder, "node-2");
    first.bootstrap();
    first.run(new PostgresTask.UpdateSlots(List.of("node_2"), List.of()));
    first.sql("CREATE TABLE rows (id int)");
    assertThat(
            second.run(
                new PostgresTask.Clone(first.asUpstream("node_2"), "node_2", DynamicConfig.EMPTY)))
        .isEqualTo(SUCCEEDED);
    startAsStandby(second, first, "node_2");
    awaitStreaming(second);
  }

  @AfterEach
  void stopBoth() {
    second.close();
    first.close();
    assertThat(first.processes().all()).isEmpty();
    assertThat(second.processes().all()).isEmpty();
  }

  @Test
  void aCopyStreamsFromItsSourceThroughItsSlot() throws Exception {
    ServerState.Running standby = second.running();
    assertThat(standby.inRecovery()).isTrue();
    assertThat(standby.timeline()).isEqualTo(1);
    assertThat(standby.upstream().orElseThrow().endpoint())
        .isEqualTo(first.asUpstream("").endpoint());
    assertThat(standby.upstream().orElseThrow().slot()).isEqualTo("node_2");
    ServerState.Running primary = first.running();
    assertThat(primary.slots().get("node_2").active()).isTrue();
    assertThat(primary.walsenders())
        .singleElement()
        .satisfies(
            sender -> {
              assertThat(sender.applicationName()).isEqualTo("node-2");
              assertThat(sender.user()).isEqualTo("replicator");
            });
    first.sql("INSERT INTO rows VALUES (1)");
    await("the row on the standby", LONG, () -> rows(second).equals("1"));
    assertThat(Files.getPosixFilePermissions(second.config.places().pgpass())).hasSize(2);
  }

  @Test
  void aPlannedHandOverKeepsTheFormerPrimaryInLine() throws Exception {
    first.sql("INSERT INTO rows VALUES (1)");
    TaskResult stopped = first.run(new Stop(StopPurpose.SWITCHOVER, true, LONG));
    assertThat(((TaskResult.WasStopped) stopped).checkpoint()).isPresent();
    await(
        "the shutdown checkpoint on the standby",
        LONG,
        () ->
            second
                .running()
                .position()
                .isAfter(((TaskResult.WasStopped) stopped).checkpoint().orElseThrow()));
    assertThat(second.running().timeline()).isEqualTo(1);
    assertThat(second.run(new PostgresTask.Promote(0, LONG))).isEqualTo(SUCCEEDED);
    assertThat(second.running().timeline()).isEqualTo(2);
    second.sql("INSERT INTO rows VALUES (2)");
    assertThat(first.run(new PostgresTask.CompareTimelines(second.asUpstream(""))))
        .isInstanceOfSatisfying(
            TaskResult.Compared.class,
            c -> {
              assertThat(c.leaderTimeline()).isEqualTo(2);
              assertThat(c.divergedAt()).isEmpty();
            });
    second.run(new PostgresTask.UpdateSlots(List.of("node_1"), List.of()));
    startAsStandby(first, second, "node_1");
    awaitStreaming(first);
    await("both rows", LONG, () -> rows(first).equals("2"));
    assertThat(first.running().timeline()).isEqualTo(2);
  }

  @Test
  void aPromotionPassesOverTheNumbersThatOthersHaveUsedAndIsFollowedAllTheSame() throws Exception {
    first.run(new Stop(StopPurpose.SWITCHOVER, true, LONG));
    await("the end of the stream", LONG, () -> !second.running().streaming());
    assertThat(second.run(new PostgresTask.Promote(4, LONG))).isEqualTo(SUCCEEDED);
    assertThat(second.running().timeline()).isEqualTo(5);
    second.sql("INSERT INTO rows VALUES (1)");
    second.run(new PostgresTask.UpdateSlots(List.of("node_1"), List.of()));
    startAsStandby(first, second, "node_1");
    awaitStreaming(first);
    await("the row", LONG, () -> rows(first).equals("1"));
    assertThat(first.running().timeline()).isEqualTo(5);
  }

  @Test
  void aPromotionThatCameToNothingDoesNotKeepTheStandbyFromStarting() throws Exception {
    new UsedTimelines(second.dataDir).reserve(1, new PostgresTask.Promote(3, LONG));
    second.stop(LONG);
    startAsStandby(second, first, "node_2");
    awaitStreaming(second);
    first.sql("INSERT INTO rows VALUES (1)");
    await("the row", LONG, () -> rows(second).equals("1"));
  }

  @Test
  void aFormerPrimaryThatHasDivergedIsRecoveredRewoundAndStreamsAgain() throws Exception {
    second.run(new PostgresTask.Follow(Optional.empty(), DynamicConfig.EMPTY));
    await("the end of the stream", LONG, () -> !second.running().streaming());
    first.sql("INSERT INTO rows VALUES (1)");
    Signal.KILL.sendTo(first.postmaster());
    await("the end of the primary", LONG, () -> first.server().isStopped());
    first.run(new PostgresTask.KillOrphans());
    assertThat(second.run(new PostgresTask.Promote(3, LONG))).isEqualTo(SUCCEEDED);
    second.sql("INSERT INTO rows VALUES (2), (3)");

    TaskResult tooEarly = first.run(new PostgresTask.CompareTimelines(second.asUpstream("")));
    assertThat(tooEarly).isInstanceOf(TaskResult.Failed.class);
    assertThat(first.run(new PostgresTask.RecoverCrash())).isEqualTo(SUCCEEDED);
    // What an operator may have set for the role; story 12.
    second.sql("ALTER ROLE rewinder SET statement_timeout = '1ms'");
    second.sql("ALTER ROLE rewinder SET default_transaction_read_only = on");
    // A file of the operator's that is not in UTF-8.
    Path base = first.dataDir.resolve("postgresql.base.conf");
    Files.write(base, "# gr\u00f6\u00dfer\n".getBytes(ISO_8859_1), StandardOpenOption.APPEND);
    byte[] own = Files.readAllBytes(base);
    var compared =
        (TaskResult.Compared) first.run(new PostgresTask.CompareTimelines(second.asUpstream("")));
    assertThat(compared.divergedAt()).isPresent();
    second.run(new PostgresTask.UpdateSlots(List.of("node_1"), List.of()));
    var lost = Optional.of(new LostRange(compared.divergedAt(), Optional.of(compared.localEnd())));
    assertThat(
            first.run(
                new PostgresTask.Rewind(second.asUpstream("node_1"), DynamicConfig.EMPTY, lost)))
        .isEqualTo(SUCCEEDED);
    assertThat(Files.readAllBytes(base)).isEqualTo(own);
    theLostRowIsIn(first, compared);
    startAsStandby(first, second, "node_1");
    awaitStreaming(first);
    await("the new primary's rows only", LONG, () -> rows(first).equals("2"));
    assertThat(first.sql("SHOW port")).isEqualTo(Integer.toString(first.port));
  }

  @Test
  void aRewindThatTheLeaderBreaksOffIsTriedAgainAndOneWithoutTheWalIsNot() throws Exception {
    second.run(new PostgresTask.Follow(Optional.empty(), DynamicConfig.EMPTY));
    await("the end of the stream", LONG, () -> !second.running().streaming());
    first.sql("INSERT INTO rows VALUES (1)");
    first.stop(LONG);
    second.run(new PostgresTask.Promote(0, LONG));
    second.sql("INSERT INTO rows VALUES (2), (3)");
    var rewind =
        new PostgresTask.Rewind(second.asUpstream("node_1"), DynamicConfig.EMPTY, Optional.empty());

    second.sql("ALTER SYSTEM SET full_page_writes = off");
    second.sql("SELECT pg_reload_conf()");
    await("full_page_writes off", LONG, () -> fullPageWrites(second).equals("off"));
    assertThat(first.run(rewind))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class,
            f -> {
              assertThat(f.message()).contains("full_page_writes must be enabled");
              assertThat(f.retryable()).isTrue();
            });
    assertThat(first.observe().dataDirectory()).isInstanceOf(DataDirectory.HalfRewound.class);

    second.sql("ALTER SYSTEM RESET full_page_writes");
    second.sql("SELECT pg_reload_conf()");
    await("full_page_writes on", LONG, () -> fullPageWrites(second).equals("on"));
    try (Stream<Path> wal = Files.list(first.dataDir.resolve("pg_wal"))) {
      for (Path segment : wal.filter(Files::isRegularFile).toList()) {
        Files.delete(segment);
      }
    }
    assertThat(first.run(rewind))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class, f -> assertThat(f.retryable()).as(f.message()).isFalse());
  }

  private static String fullPageWrites(TestNode node) {
    try {
      return node.sql("SHOW full_page_writes");
    } catch (SQLException e) {
      return e.getMessage();
    }
  }

  /** The WAL that was thrown away is noted, and readable with PostgreSQL's own program. */
  private static void theLostRowIsIn(TestNode node, TaskResult.Compared compared) throws Exception {
    LostWal note = node.observe().aside().lostWal().getFirst();
    assertThat(note.member()).isEqualTo(node.name);
    assertThat(note.timeline()).isEqualTo(1);
    assertThat(note.from()).isEqualTo(compared.divergedAt());
    assertThat(note.to()).isEqualTo(compared.localEnd());
    assertThat(note.how()).isEqualTo(LostWal.How.REWOUND);
    Process dump =
        new ProcessBuilder(
                TestNode.binDir().resolve("pg_waldump").toString(),
                "--path=" + note.directory().orElseThrow(),
                "--timeline=1",
                "--start=" + note.from().orElseThrow(),
                "--end=" + note.to())
            .redirectErrorStream(true)
            .start();
    String records = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(records).contains("INSERT").contains("COMMIT");
    assertThat(records).doesNotContain("could not find");
    dump.waitFor();
  }

  @Test
  void aLeaderThatIsNotThereUsesNoTryUpAndOneThatRefusesDoes() throws Exception {
    first.stop(LONG);
    assertThat(first.run(new PostgresTask.CompareTimelines(second.asUpstream(""))))
        .isInstanceOfSatisfying(TaskResult.Failed.class, f -> assertThat(f.unreachable()).isTrue());
    second.run(new PostgresTask.Promote(0, LONG));
    second.sql("ALTER ROLE rewinder NOLOGIN");
    assertThat(first.run(new PostgresTask.CompareTimelines(second.asUpstream(""))))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class, f -> assertThat(f.unreachable()).isFalse());
    second.stop(Duration.ZERO);
    assertThat(first.run(new PostgresTask.CompareTimelines(second.asUpstream(""))))
        .isInstanceOfSatisfying(TaskResult.Failed.class, f -> assertThat(f.unreachable()).isTrue());
  }

  @Test
  void theWalThatACopyNeedsIsHeldBackUntilItStreams() throws Exception {
    TestNode third = new TestNode(folder, "node-3");
    assertThat(
            third.run(
                new PostgresTask.Clone(first.asUpstream("node_3"), "node_3", DynamicConfig.EMPTY)))
        .isEqualTo(SUCCEEDED);
    first.sql("ALTER SYSTEM SET wal_keep_size = 0");
    first.sql("ALTER SYSTEM SET max_wal_size = '32MB'");
    first.sql("SELECT pg_reload_conf()");
    for (int i = 0; i < 4; i++) {
      first.sql("INSERT INTO rows VALUES (1)");
      first.sql("SELECT pg_switch_wal()");
      first.sql("CHECKPOINT");
    }
    assertThat(first.sql("SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'node_3'"))
        .isIn("reserved", "extended");
    startAsStandby(third, first, "node_3");
    awaitStreaming(third);
    third.close();
  }

  @Test
  void aStandbyFollowsAnotherByReloadAndNobodyToo() {
    long pid = second.running().pid();
    assertThat(second.run(new PostgresTask.Follow(Optional.empty(), DynamicConfig.EMPTY)))
        .isEqualTo(SUCCEEDED);
    await("the end of the stream", LONG, () -> !second.running().streaming());
    assertThat(second.running().upstream()).isEmpty();
    assertThat(second.running().timeline()).isEqualTo(1);
    second.run(
        new PostgresTask.Follow(Optional.of(first.asUpstream("node_2")), DynamicConfig.EMPTY));
    awaitStreaming(second);
    assertThat(second.running().pid()).isEqualTo(pid);
    assertThat(first.run(new PostgresTask.Follow(Optional.empty(), DynamicConfig.EMPTY)))
        .isInstanceOf(TaskResult.Failed.class);
  }

  @Test
  void aSlotOnAStandbyIsMovedOnAndNeverBack() throws Exception {
    second.run(new PostgresTask.UpdateSlots(List.of("archive"), List.of()));
    assertThat(second.running().slots().get("archive").restartLsn()).isEmpty();
    first.sql("INSERT INTO rows VALUES (1)");
    first.sql("SELECT pg_switch_wal()");
    first.sql("INSERT INTO rows VALUES (2)");
    Lsn target = first.running().writeLsn();
    await("the WAL", LONG, () -> !target.isAfter(second.running().replayedLsn()));

    assertThat(second.run(new PostgresTask.MoveSlots(Map.of("archive", target))))
        .isEqualTo(SUCCEEDED);
    assertThat(second.running().slots().get("archive").restartLsn()).contains(target);

    Lsn before = new Lsn(target.bytes() - 4096);
    assertThat(second.run(new PostgresTask.MoveSlots(Map.of("archive", before))))
        .isEqualTo(SUCCEEDED);
    assertThat(second.running().slots().get("archive").restartLsn()).contains(target);
  }

  @Test
  void aHungStandbyDoesNotHoldTheStopUp() throws Exception {
    for (ProcessId process : second.processes().all()) {
      Signal.STOP.sendTo(process);
    }
    first.sql("INSERT INTO rows SELECT generate_series(1, 1000)");
    long begun = System.nanoTime();
    TaskResult result = first.run(new Stop(StopPurpose.DEMOTE, false, Duration.ofSeconds(3)));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(took).as("it was waited for").isGreaterThan(Duration.ofMillis(1_400));
    assertThat(((TaskResult.WasStopped) result).checkpoint())
        .as("and given up in time for a clean shutdown")
        .isPresent();
    for (ProcessId process : second.processes().all()) {
      Signal.CONT.sendTo(process);
    }
  }

  @Test
  void aCancelledCopyLeavesAnEmptyDirectory() throws Exception {
    TestNode third = new TestNode(folder, "node-3");
    for (ProcessId process : first.processes().walsenders()) {
      assertThat(ProcFs.isAlive(process)).isTrue();
    }
    first.run(new PostgresTask.UpdateSlots(List.of("node_3"), List.of()));
    var running =
        third.postgres.start(
            new PostgresTask.Clone(first.asUpstream("node_3"), "node_3", DynamicConfig.EMPTY));
    await("the first files", LONG, () -> Files.exists(third.dataDir.resolve("base")));
    running.cancel();
    assertThat(running.result().toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isEqualTo(new TaskResult.Cancelled());
    assertThat(third.observe().dataDirectory()).isInstanceOf(DataDirectory.Empty.class);
    third.close();
  }

  private static void startAsStandby(TestNode node, TestNode upstream, String slot) {
    assertThat(
            node.run(
                new PostgresTask.StartStandby(
                    Optional.of(upstream.asUpstream(slot)), DynamicConfig.EMPTY, LONG)))
        .isEqualTo(SUCCEEDED);
  }

  private static void awaitStreaming(TestNode node) {
    await(
        node.name + " streaming",
        LONG,
        () -> node.server().running().filter(ServerState.Running::streaming).isPresent());
  }

  private static String rows(TestNode node) {
    try {
      return node.sql("SELECT count(*) FROM rows");
    } catch (SQLException e) {
      return e.getMessage();
    }
  }
}
