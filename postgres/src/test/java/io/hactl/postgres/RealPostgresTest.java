package io.hactl.postgres;

import static io.hactl.postgres.Await.await;
import static io.hactl.postgres.TestNode.LONG;
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
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.os.BootTimeSource;
import io.hactl.os.ProcessId;
import io.hactl.os.Signal;
import io.hactl.postgres.base.PostgresConfig;
import io.hactl.postgres.files.BesideData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real server. */
@Tag("real-postgres")
class RealPostgresTest {

  @TempDir Path folder;
  private TestNode node;

  @BeforeEach
  void bootstrap() throws Exception {
    node = new TestNode(folder, "node-1");
    assertThat(node.observe().dataDirectory()).isInstanceOf(DataDirectory.Empty.class);
    node.bootstrap();
  }

  @AfterEach
  void stop() {
    node.close();
    assertThat(node.processes().all()).isEmpty();
  }

  @Test
  void aNewClusterRunsAsAPrimaryWithItsUsers() throws Exception {
    ServerState.Running running = node.running();
    assertThat(running.inRecovery()).isFalse();
    assertThat(running.timeline()).isEqualTo(1);
    assertThat(running.writeLsn()).isGreaterThan(Lsn.ZERO);
    assertThat(running.versionNumber()).isGreaterThan(120000);
    for (String user : List.of("app:app", "rewinder:rewind pass", "replicator:repl:pass")) {
      String[] parts = user.split(":", 2);
      try (Connection connection = node.connect(parts[0], parts[1])) {
        assertThat(connection.isValid(2)).isTrue();
      }
    }
    assertThat(node.sql("SELECT rolreplication FROM pg_roles WHERE rolname = 'replicator'"))
        .isEqualTo("t");
    assertThat(node.sql("SHOW wal_log_hints")).isEqualTo("on");
    assertThat(Files.readString(node.dataDir.resolve("postgresql.conf")))
        .contains("include 'postgresql.base.conf'", "shared_buffers = '16MB'");
    assertThat(Files.readString(node.config.places().log())).doesNotContain("repl:pass");
  }

  @Test
  void thePostmasterAloneKeepsTheAgentsProtectionFromTheOutOfMemoryKiller() throws Exception {
    String checkpointer =
        node.sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
    assertThat(outOfMemoryScore(checkpointer)).isEqualTo(System.getenv("PG_OOM_ADJUST_VALUE"));
    assertThat(outOfMemoryScore(String.valueOf(node.postmaster().pid())))
        .isEqualTo(outOfMemoryScore("self"));
  }

  private static String outOfMemoryScore(String pid) throws IOException {
    return Files.readString(Path.of("/proc", pid, "oom_score_adj")).strip();
  }

  @Test
  void aCleanStopTellsWhereTheShutdownCheckpointIs() {
    TaskResult result = node.run(new Stop(StopPurpose.SWITCHOVER, true, Duration.ofSeconds(10)));
    assertThat(result)
        .isInstanceOfSatisfying(
            TaskResult.WasStopped.class, s -> assertThat(s.checkpoint()).isPresent());
    assertThat(node.server()).isInstanceOf(ServerState.Stopped.class);
    assertThat(node.observe().dataDirectory())
        .isInstanceOfSatisfying(
            DataDirectory.Initialized.class,
            d -> assertThat(d.state()).isEqualTo(DataDirectory.ControlState.SHUT_DOWN));
  }

  @Test
  void anImmediateStopIsNotClean() {
    assertThat(node.stop(Duration.ZERO)).isEqualTo(new TaskResult.WasStopped(Optional.empty()));
  }

  @Test
  void theEndOfThePostmasterIsNoticedAtOnceAndItsOrphansAreKilled() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    node.postgres.onPostmasterExit(noticed::countDown);
    ProcessId postmaster = node.postmaster();
    List<ProcessId> all = node.processes().all();
    assertThat(all).hasSizeGreaterThan(3).contains(postmaster);
    for (ProcessId process : all) {
      if (!process.equals(postmaster)) {
        Signal.STOP.sendTo(process);
      }
    }
    Signal.KILL.sendTo(postmaster);
    assertThat(noticed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(node.server()).isInstanceOf(ServerState.Stopped.class);
    assertThat(node.processes().all()).isNotEmpty();
    assertThat(node.run(new PostgresTask.KillOrphans())).isEqualTo(new TaskResult.Succeeded());
    assertThat(node.processes().all()).isEmpty();
  }

  @Test
  void aRunningServerIsAdoptedByANewAgent() throws Exception {
    long pid = node.running().pid();
    node.postgres.close();
    try (LocalPostgres second = new LocalPostgres(node.config, new BootTimeSource())) {
      CountDownLatch noticed = new CountDownLatch(1);
      second.onPostmasterExit(noticed::countDown);
      ServerState server = second.observe().toCompletableFuture().join().server();
      assertThat(server.running().orElseThrow().pid()).isEqualTo(pid);
      Signal.INT.sendTo(node.postmaster());
      assertThat(noticed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFrozenServerIsUnresponsiveAndStillStopsInTime() {
    assertThat(node.server().isPrimary()).isTrue();
    for (ProcessId process : node.processes().all()) {
      Signal.STOP.sendTo(process);
    }
    assertThat(node.server()).isInstanceOf(ServerState.Unresponsive.class);
    long begun = System.nanoTime();
    node.stop(Duration.ofMillis(500));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    assertThat(node.server()).isInstanceOf(ServerState.Stopped.class);
  }

  @Test
  void aChangedParameterIsReloadedAndOneThatNeedsARestartIsReported() throws Exception {
    DynamicConfig changed =
        TestNode.dynamic(
            "{\"postgresql\": {\"parameters\": {\"work_mem\": \"7MB\", \"max_connections\":"
                + " \"50\"}}}");
    PostgresConfig config = with(node.config, parametersOfTheDynamicConfig());
    node.postgres.close();
    try (LocalPostgres second = new LocalPostgres(config, new BootTimeSource())) {
      second
          .start(new PostgresTask.Configure(Optional.empty(), changed))
          .result()
          .toCompletableFuture()
          .join();
      await("the reload", LONG, () -> value("SHOW work_mem").equals("7MB"));
      ServerState.Running running =
          second.observe().toCompletableFuture().join().server().running().orElseThrow();
      assertThat(running.pendingRestart().get("max_connections"))
          .isEqualTo(new Member.PendingChange("30", "50"));
      FileTime before = Files.getLastModifiedTime(node.dataDir.resolve("postgresql.conf"));
      second
          .start(new PostgresTask.Restart(Optional.empty(), changed, LONG))
          .result()
          .toCompletableFuture()
          .join();
      assertThat(value("SHOW max_connections")).isEqualTo("50");
      assertThat(Files.getLastModifiedTime(node.dataDir.resolve("postgresql.conf")))
          .isEqualTo(before);
    }
  }

  private PostgresConfig.ServerSettings parametersOfTheDynamicConfig() {
    return new PostgresConfig.ServerSettings(
        dynamic -> {
          Map<String, String> all = new HashMap<>();
          dynamic
              .tree()
              .path("postgresql")
              .path("parameters")
              .properties()
              .forEach(e -> all.put(e.getKey(), e.getValue().asText()));
          return all;
        },
        node.config.settings().recoveryConf(),
        node.config.settings().pgHba(),
        List.of(),
        Optional.empty());
  }

  @Test
  void slotsAreCreatedAndInactiveOnesDropped() {
    assertThat(node.run(new PostgresTask.UpdateSlots(List.of("node_2", "node_3"), List.of())))
        .isEqualTo(new TaskResult.Succeeded());
    assertThat(node.running().slots()).containsOnlyKeys("node_2", "node_3");
    assertThat(node.running().slots().get("node_2").restartLsn()).isPresent();
    node.run(new PostgresTask.UpdateSlots(List.of("node_2"), List.of("node_3", "node_9")));
    assertThat(node.running().slots()).containsOnlyKeys("node_2");
  }

  @Test
  void aServerThatCannotStartSaysWhy() throws Exception {
    node.stop(LONG);
    Files.writeString(node.dataDir.resolve("postgresql.base.conf"), "no_such_thing = 1\n");
    TaskResult result = node.run(new PostgresTask.StartPrimary(DynamicConfig.EMPTY, LONG));
    assertThat(result)
        .isInstanceOfSatisfying(
            TaskResult.Failed.class, f -> assertThat(f.message()).contains("no_such_thing"));
  }

  @Test
  void whoseDataWasGivenUpIsForgottenOnceAServerRunsAgain() throws Exception {
    Path former = BesideData.file(node.dataDir, "former-cluster");
    Files.writeString(former, "7001");
    node.stop(Duration.ZERO);
    node.run(new PostgresTask.StartPrimary(DynamicConfig.EMPTY, LONG));
    assertThat(former).doesNotExist();
  }

  @Test
  void aDataDirectoryIsSetAsideUnderANewName() {
    Optional<String> identity =
        Optional.of(
            ((DataDirectory.Initialized) node.observe().dataDirectory()).systemIdentifier());
    node.stop(Duration.ZERO);
    TaskResult result =
        node.run(
            new PostgresTask.SetAside(
                "diverged", Optional.of(new LostRange(Optional.of(Lsn.ZERO), Optional.empty()))));
    assertThat(result)
        .isInstanceOfSatisfying(
            TaskResult.WasSetAside.class,
            s -> {
              assertThat(s.newName()).contains("/data.diverged-");
              assertThat(Path.of(s.newName()).resolve("PG_VERSION")).exists();
            });
    assertThat(node.observe().dataDirectory()).isEqualTo(new DataDirectory.Empty(identity));
    assertThat(node.observe().aside().lostWal())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.how()).isEqualTo(LostWal.How.SET_ASIDE);
              assertThat(note.directory()).contains(((TaskResult.WasSetAside) result).newName());
              assertThat(note.exact()).isFalse();
            });
    await("the size", LONG, () -> node.observe().aside().bytes() > 20_000_000);
    assertThat(node.observe().aside().directories()).isEqualTo(1);
  }

  private String value(String sql) {
    try {
      return node.sql(sql);
    } catch (SQLException e) {
      return e.getMessage();
    }
  }

  private static PostgresConfig with(PostgresConfig c, PostgresConfig.ServerSettings settings) {
    return new PostgresConfig(
        c.scope(),
        c.name(),
        c.places(),
        c.listening(),
        c.database(),
        c.authentication(),
        settings,
        c.bootstrap(),
        c.basebackup(),
        c.hooks(),
        c.deadlines());
  }
}
