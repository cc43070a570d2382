package io.hactl.agent.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.config.DynamicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedFilesTest {

  @TempDir Path folder;
  private TestNode node;
  private ManagedFiles files;

  @BeforeEach
  void dataDirectory() throws IOException {
    node = new TestNode(folder, "node-1");
    files = new ManagedFiles(node.config);
    Files.createDirectories(node.dataDir);
    write("PG_VERSION", "15\n");
    write("postgresql.conf", "work_mem = '1MB'\n");
    write("postgresql.auto.conf", "primary_conninfo = 'host=old'\nwork_mem = '2MB'\n");
  }

  @AfterEach
  void close() {
    node.postgres.close();
  }

  @Test
  void theFoundFileBecomesTheBaseAndStaysSo() throws Exception {
    assertThat(files.asPrimary(DynamicConfig.EMPTY)).isTrue();
    assertThat(read("postgresql.base.conf")).isEqualTo("work_mem = '1MB'\n");
    assertThat(read("postgresql.conf"))
        .contains("include 'postgresql.base.conf'", "cluster_name = 'demo'", "wal_level")
        .doesNotContain("primary_conninfo");
    assertThat(files.asPrimary(DynamicConfig.EMPTY)).isFalse();
    assertThat(read("postgresql.base.conf")).isEqualTo("work_mem = '1MB'\n");
  }

  @Test
  void theOperatorsFileIsAtNoTimeThereInPart() throws Exception {
    Path conf = node.dataDir.resolve("postgresql.conf");
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r-----"));
    List<String> changes = new ArrayList<>();
    try (WatchService watch = node.dataDir.getFileSystem().newWatchService()) {
      node.dataDir.register(watch, ENTRY_CREATE, ENTRY_MODIFY);
      files.asPrimary(DynamicConfig.EMPTY);
      while (!changes.contains("ENTRY_CREATE postgresql.conf")) {
        WatchKey key = watch.poll(10, TimeUnit.SECONDS);
        assertThat(key).as("what happens after " + changes).isNotNull();
        key.pollEvents().forEach(e -> changes.add(e.kind() + " " + e.context()));
        key.reset();
      }
    }
    // Written to under another name, it gets its own when it is whole.
    assertThat(changes)
        .contains("ENTRY_CREATE .postgresql.base.conf.new", "ENTRY_CREATE postgresql.base.conf")
        .doesNotContain("ENTRY_MODIFY postgresql.base.conf")
        .containsSubsequence("ENTRY_CREATE postgresql.base.conf", "ENTRY_CREATE postgresql.conf");
    assertThat(Files.getPosixFilePermissions(node.dataDir.resolve("postgresql.base.conf")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void aStandbyHasItsUpstreamAndNoPasswordInTheFile() throws Exception {
    assertThat(files.asStandby(Optional.of(node.asUpstream("node_1")), DynamicConfig.EMPTY))
        .isTrue();
    assertThat(files.isStandby()).isTrue();
    assertThat(read("postgresql.conf"))
        .contains(
            "primary_slot_name = 'node_1'",
            "recovery_target_timeline = 'latest'",
            "application_name=node-1",
            "passfile=" + node.config.places().pgpass())
        .doesNotContain("repl:pass");
    assertThat(Files.readString(node.config.places().pgpass())).contains(":replicator:repl\\:pass");
    assertThat(files.asStandby(Optional.of(node.asUpstream("node_1")), DynamicConfig.EMPTY))
        .isFalse();
    assertThat(files.asPrimary(DynamicConfig.EMPTY)).isTrue();
    assertThat(files.isStandby()).isFalse();
  }

  @Test
  void recoverySettingsThatWouldOverrideOursLeaveTheAutoConf() throws Exception {
    files.asPrimary(DynamicConfig.EMPTY);
    assertThat(read("postgresql.auto.conf")).isEqualTo("work_mem = '2MB'\n");
  }

  @Test
  void filesInAnyEncodingStayAsTheyAre() throws Exception {
    byte[] conf = "# gr\u00f6\u00dfer\nwork_mem = '1MB'\n".getBytes(ISO_8859_1);
    byte[] kept = "search_path = 'b\u00fccher'\n".getBytes(ISO_8859_1);
    Files.write(node.dataDir.resolve("postgresql.conf"), conf);
    Path auto = node.dataDir.resolve("postgresql.auto.conf");
    Files.writeString(auto, "primary_conninfo = 'host=old'\n");
    Files.write(auto, kept, StandardOpenOption.APPEND);
    files.asPrimary(DynamicConfig.EMPTY);
    assertThat(Files.readAllBytes(node.dataDir.resolve("postgresql.base.conf"))).isEqualTo(conf);
    assertThat(Files.readAllBytes(auto)).isEqualTo(kept);
  }

  @Test
  void whatTheAgentWritesIsInUtf8() throws Exception {
    files.synchronousConf().write("\"kn\u00f6ten\"");
    assertThat(read("hactl.sync.conf")).contains("kn\u00f6ten");
  }

  @Test
  void anExistingFileKeepsItsPermissions() throws Exception {
    Path hba = node.dataDir.resolve("pg_hba.conf");
    write("pg_hba.conf", "local all all trust\n");
    Files.setPosixFilePermissions(hba, PosixFilePermissions.fromString("rw-r-----"));
    files.asPrimary(DynamicConfig.EMPTY);
    assertThat(read("pg_hba.conf")).contains("scram-sha-256");
    assertThat(Files.getPosixFilePermissions(hba))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void aStandbyIsStartedWithNoLessThanThePrimaryHad() {
    assertThat(
            files
                .parameters()
                .commandLine(DynamicConfig.EMPTY, Map.of("max_connections setting", "200")))
        .contains("--max_connections=200", "--listen_addresses=127.0.0.1", "--port=" + node.port);
    assertThat(files.parameters().commandLine(DynamicConfig.EMPTY, Map.of()))
        .contains("--max_connections=30");
  }

  @Test
  void thePatroniCacheIsReadUntilThereIsOneOfOurs() throws Exception {
    DynamicConfigCache cache = new DynamicConfigCache(node.dataDir);
    assertThat(cache.load()).isEmpty();
    write("patroni.dynamic.json", "{\"ttl\": 30}");
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(30);
    cache.store(TestNode.dynamic("{\"ttl\": 20}"));
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(20);
    write("hactl.dynamic.json", "broken");
    assertThat(cache.load().orElseThrow().tree().path("ttl").asInt()).isEqualTo(30);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(node.dataDir.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(node.dataDir.resolve(name));
  }
}
