package io.hactl.agent.config.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.agent.config.AgentSettings;
import io.hactl.agent.config.read.Sandbox;
import io.hactl.parameters.ManagedParameter;
import io.hactl.parameters.ManagedParameters;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local and dynamic settings of PostgreSQL together. */
final class EffectiveParametersTest {

  @TempDir Path dir;
  private AgentSettings settings;

  @BeforeEach
  void load() {
    settings = new Sandbox(dir).settings("tls-and-anchors.yml");
  }

  @Test
  void withoutDynamicConfigurationTheDefaultsOfPatroniHold() {
    EffectiveParameters parameters = EffectiveParameters.of(settings, Map.of(), 15);
    assertThat(parameters.warnings()).isEmpty();
    assertThat(parameters.values())
        .containsExactly(
            Map.entry("listen_addresses", "*"),
            Map.entry("port", "5433"),
            Map.entry("cluster_name", "billing"),
            Map.entry("wal_level", "replica"),
            Map.entry("hot_standby", "on"),
            Map.entry("max_connections", "100"),
            Map.entry("max_wal_senders", "10"),
            Map.entry("wal_keep_size", "128MB"),
            Map.entry("max_prepared_transactions", "0"),
            Map.entry("max_locks_per_transaction", "64"),
            Map.entry("track_commit_timestamp", "off"),
            Map.entry("max_replication_slots", "10"),
            Map.entry("max_worker_processes", "8"),
            Map.entry("wal_log_hints", "on"));
  }

  @Test
  void onlyTheDynamicConfigurationSetsWhatHasToBeTheSameEverywhere() {
    assertThat(settings.postgresql().options().parameters())
        .containsEntry("max_connections", "500");
    assertThat(
            EffectiveParameters.of(settings, Map.of("max_connections", 60), 15)
                .values()
                .get("max_connections"))
        .isEqualTo("60");
  }

  @Test
  void localParametersReplaceDynamicOnes() {
    AgentSettings other = new Sandbox(dir).settings("three-vms.yml");
    assertThat(
            EffectiveParameters.of(
                    other, Map.of("SHARED_BUFFERS", "32MB", "work_mem", "8MB", "fsync", true), 15)
                .values())
        .containsEntry("shared_buffers", "2GB")
        .containsEntry("work_mem", "8MB")
        .containsEntry("fsync", "on")
        .doesNotContainKey("SHARED_BUFFERS");
  }

  @Test
  void aValueThatIsTooSmallGivesWayToTheDefaultWithAWarning() {
    EffectiveParameters parameters =
        EffectiveParameters.of(
            settings,
            Map.of("max_wal_senders", 1, "wal_level", "minimal", "hot_standby", false),
            15);
    assertThat(parameters.values())
        .containsEntry("max_wal_senders", "10")
        .containsEntry("wal_level", "replica")
        .containsEntry("hot_standby", "on");
    assertThat(parameters.warnings())
        .containsExactly(
            "postgresql.parameters.wal_level in the dynamic configuration has to be replica or"
                + " logical, 'replica' is used",
            "postgresql.parameters.hot_standby in the dynamic configuration has to be on, 'on' is"
                + " used",
            "postgresql.parameters.max_wal_senders in the dynamic configuration has to be a whole"
                + " number of at least 3, '10' is used");
  }

  @Test
  void keptWalIsUnderstoodByEitherNameInEitherVersion() {
    assertThat(EffectiveParameters.of(settings, Map.of("wal_keep_segments", 16), 15).values())
        .containsEntry("wal_keep_size", "256MB")
        .doesNotContainKey("wal_keep_segments");
    assertThat(EffectiveParameters.of(settings, Map.of("wal_keep_size", "1GB"), 12).values())
        .containsEntry("wal_keep_segments", "64")
        .doesNotContainKey("wal_keep_size");
  }

  @Test
  void whatIsOnTheCommandLineIsNotWhatMembersMayHaveDifferently() {
    assertThat(ManagedParameters.onCommandLine(ManagedParameter.SetBy.CLUSTER))
        .extracting(ManagedParameter::name)
        .contains("max_connections", "wal_level")
        .doesNotContain("wal_keep_size", "wal_keep_segments", "port");
    assertThat(ManagedParameters.onCommandLine(ManagedParameter.SetBy.NODE))
        .extracting(ManagedParameter::name)
        .containsExactly("listen_addresses", "port", "cluster_name");
  }

  @Test
  void everyDefaultIsAValueThatIsValid() {
    assertThat(ManagedParameters.ALL)
        .filteredOn(p -> p.setBy() == ManagedParameter.SetBy.CLUSTER)
        .allMatch(p -> p.valid().test(p.defaultValue()));
  }
}
