package io.hactl.dcs.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hactl.dcs.KeySpace;
import io.hactl.dcs.Keys;
import io.hactl.dcs.Samples;
import io.hactl.dcs.cluster.Cluster;
import io.hactl.dcs.cluster.Failover;
import io.hactl.dcs.cluster.KeyProblem;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.dcs.cluster.Member;
import io.hactl.dcs.cluster.MemberRole;
import io.hactl.dcs.cluster.MemberState;
import io.hactl.dcs.cluster.Status;
import io.hactl.dcs.cluster.SyncState;
import io.hactl.dcs.cluster.Tags;
import io.hactl.dcs.cluster.TimelineHistory;
import io.hactl.dcs.cluster.Versioned;
import io.hactl.dcs.config.DynamicConfig;
import io.hactl.dcs.config.PermanentSlot;
import io.hactl.dcs.config.SynchronousMode;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterCodecTest {

  private static final Lsn POSITION = new Lsn(84205160);

  @ParameterizedTest
  @MethodSource("io.hactl.dcs.Samples#names")
  void everySampleIsReadWithoutAProblem(String sample) {
    KeySpace keys = Samples.read(sample);

    Cluster cluster = ClusterCodec.read(keys);

    assertThat(cluster.problems()).isEmpty();
    assertThat(cluster.revision()).isEqualTo(keys.revision());
    assertThat(cluster.systemIdentifier()).contains("7710536392887489703");
    assertThat(cluster.members()).containsOnlyKeys("n0", "n1", "n2");
    assertThat(cluster.leaderMember().orElseThrow().role()).contains(MemberRole.PRIMARY);
    assertThat(cluster.leader().orElseThrow().leaseId())
        .isEqualTo(cluster.leaderMember().orElseThrow().leaseId());
  }

  @ParameterizedTest
  @MethodSource("io.hactl.dcs.Samples#names")
  void everySampleIsWrittenAsItWas(String sample) {
    KeySpace keys = Samples.read(sample);
    Cluster cluster = ClusterCodec.read(keys);

    Map<String, String> written = new TreeMap<>();
    written.put(Keys.INITIALIZE, cluster.initialize().value());
    written.put(Keys.LEADER, cluster.leader().orElseThrow().name());
    put(written, Keys.CONFIG, cluster.config(), ClusterCodec.write(cluster.config().value()));
    put(written, Keys.STATUS, cluster.status(), ClusterCodec.write(cluster.status().value()));
    put(written, Keys.SYNC, cluster.sync(), ClusterCodec.write(cluster.sync().value()));
    put(written, Keys.FAILOVER, cluster.failover(), ClusterCodec.write(cluster.failover().value()));
    put(written, Keys.HISTORY, cluster.history(), ClusterCodec.write(cluster.history().value()));
    put(written, Keys.FAILSAFE, cluster.failsafe(), ClusterCodec.write(cluster.failsafe().value()));
    cluster
        .members()
        .forEach((name, member) -> written.put(Keys.member(name), ClusterCodec.write(member)));

    Map<String, String> expected = new TreeMap<>();
    keys.keys().forEach((key, entry) -> expected.put(key, entry.value()));
    assertThat(written).isEqualTo(expected);
  }

  private static void put(
      Map<String, String> written, String key, Versioned<?> value, String text) {
    if (value.exists()) {
      written.put(key, text);
    }
  }

  @Test
  void aReplicaIsReadInFull() {
    Member n1 = ClusterCodec.read(Samples.read("paused")).members().get("n1");

    assertThat(n1)
        .isEqualTo(
            new Member(
                "n1",
                Optional.of("postgres://127.0.0.1:5502/postgres"),
                Optional.of("http://127.0.0.1:8502/patroni"),
                Optional.of(MemberState.RUNNING),
                Optional.of(MemberRole.REPLICA),
                Optional.of("4.1.5"),
                Optional.of(POSITION),
                Optional.of(POSITION),
                Optional.of(POSITION),
                Optional.of("streaming"),
                Optional.of(1),
                Tags.NONE,
                false,
                Map.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                false,
                Member.Own.NONE,
                List.of(),
                2324035516528663057L,
                7));
  }

  @Test
  void whatIsWrongWithAMemberIsKeptAndNeedNotBeThere() {
    TreeMap<String, KeySpace.Entry> keys = new TreeMap<>();
    String unhealthy = "{\"state\":\"running\",\"ailments\":[\"disk_full\",\"api_silent\"]}";
    keys.put(Keys.member("a"), new KeySpace.Entry(unhealthy, 1, 0));
    keys.put(Keys.member("b"), new KeySpace.Entry("{\"state\":\"running\"}", 1, 0));
    keys.put(Keys.member("c"), new KeySpace.Entry("{\"ailments\":7}", 1, 0));
    Cluster cluster = ClusterCodec.read(new KeySpace(1, keys));

    assertThat(cluster.members().get("a").faults()).containsExactly("disk_full", "api_silent");
    assertThat(ClusterCodec.write(cluster.members().get("a"))).isEqualTo(unhealthy);
    assertThat(cluster.members().get("b").faults()).isEmpty();
    assertThat(ClusterCodec.write(cluster.members().get("b"))).doesNotContain("ailments");
    assertThat(cluster.members().get("c").faults()).isEmpty();
  }

  @Test
  void theSmallKeysAreReadInFull() {
    Cluster quorum = ClusterCodec.read(Samples.read("scheduled"));
    Cluster sync = ClusterCodec.read(Samples.read("sync"));
    Cluster after = ClusterCodec.read(Samples.read("after-switchover"));

    assertThat(quorum.sync().value())
        .isEqualTo(new SyncState(Optional.of("n0"), new LinkedHashSet<>(List.of("n1", "n2")), 1));
    assertThat(sync.sync().value().standbys()).containsExactly("n1");
    assertThat(sync.sync().value().quorum()).isZero();
    assertThat(quorum.failover().value())
        .isEqualTo(
            new Failover(
                Optional.of("n0"),
                Optional.of("n1"),
                Optional.of(OffsetDateTime.parse("2035-01-01T00:00:00+00:00"))));
    assertThat(after.failover().exists()).isTrue();
    assertThat(after.failover().value()).isEqualTo(Failover.NONE);
    assertThat(after.sync()).isEqualTo(Versioned.absent(SyncState.EMPTY));
    assertThat(after.history().value().entries())
        .containsExactly(
            new TimelineHistory.Entry(
                1,
                new Lsn(84205608),
                "no recovery target specified",
                Optional.of(OffsetDateTime.parse("2026-11-21T08:22:03.982666+00:00")),
                Optional.of("n1")));
    assertThat(after.status().value().slots()).containsEntry("perm_phys", new Lsn(50331864));
    assertThat(after.status().value().retainSlots()).containsExactly("n0", "n1", "n2");
    assertThat(after.failsafe().value().members())
        .containsEntry("n2", "http://127.0.0.1:8503/patroni")
        .hasSize(3);
  }

  @Test
  void theOptionalFieldsOfAMemberComeInPatronisOrder() {
    String text =
        "{\"conn_url\":\"postgres://h:5432/postgres\",\"api_url\":\"http://h:8008/patroni\","
            + "\"state\":\"running\",\"role\":\"replica\",\"version\":\"4.1.5\","
            + "\"proxy_url\":\"postgres://h:6432/postgres\","
            + "\"tags\":{\"clonefrom\":true,\"failover_priority\":2,\"weight\":0.5,\"zone\":\"a\"},"
            + "\"pending_restart\":true,\"pending_restart_reason\":{\"max_connections\":"
            + "{\"old_value\":\"100\",\"new_value\":\"200\"}},"
            + "\"xlog_location\":1,\"replay_lsn\":2,\"receive_lsn\":3,"
            + "\"replication_state\":\"streaming\",\"timeline\":4,"
            + "\"scheduled_restart\":{\"schedule\":\"2035-01-01T02:00:00+02:00\","
            + "\"postmaster_start_time\":\"2026-11-21 08:22:03.982666+00:00\"},"
            + "\"pause\":true,\"watchdog_failed\":true}";

    Cluster cluster = read("members/n9", text);

    assertThat(cluster.problems()).isEmpty();
    assertThat(ClusterCodec.write(cluster.members().get("n9"))).isEqualTo(text);
    assertThat(cluster.members().get("n9").tags().failoverPriority()).isEqualTo(2);
  }

  @Test
  void masterIsReadAsPrimary() {
    assertThat(read("members/a", "{\"role\":\"master\"}").members().get("a").role())
        .contains(MemberRole.PRIMARY);
  }

  @Test
  void emptyRecordsAreWrittenAsPatroniWritesThem() {
    assertThat(ClusterCodec.write(Failover.NONE)).isEqualTo("{}");
    assertThat(ClusterCodec.write(SyncState.EMPTY))
        .isEqualTo("{\"leader\":null,\"quorum\":0,\"sync_standby\":null}");
    assertThat(ClusterCodec.write(TimelineHistory.EMPTY)).isEqualTo("[]");
    assertThat(read("sync", "{\"leader\":null,\"quorum\":0,\"sync_standby\":null}").sync().value())
        .isEqualTo(SyncState.EMPTY);
  }

  @Test
  void anEmptyClusterHasTheDefaults() {
    Cluster cluster = ClusterCodec.read(KeySpace.empty(7));

    assertThat(cluster.revision()).isEqualTo(7);
    assertThat(cluster.isUnlocked()).isTrue();
    assertThat(cluster.systemIdentifier()).isEmpty();
    assertThat(cluster.config()).isEqualTo(Versioned.absent(DynamicConfig.EMPTY));
    assertThat(cluster.status()).isEqualTo(Versioned.absent(Status.EMPTY));
  }

  @Test
  void malformedValuesAreNamedAndSurvived() {
    TreeMap<String, KeySpace.Entry> keys = new TreeMap<>();
    Map.of(
            "config", "{\"ttl\":\"abc\"}",
            "status", "{",
            "sync", "[]",
            "failover", "{\"leader\":\"a\",\"scheduled_at\":\"tomorrow\"}",
            "history", "[[\"x\"],[2,5,\"why\"]]",
            "failsafe", "\"no\"",
            "members/a", "{\"state\":\"dancing\",\"timeline\":\"1\",\"role\":\"replica\"}",
            "members/b", "",
            "unknown", "{")
        .forEach((key, value) -> keys.put(key, new KeySpace.Entry(value, 5, 0)));

    Cluster cluster = ClusterCodec.read(new KeySpace(9, keys));

    assertThat(cluster.config().value().ttl()).hasSeconds(30);
    assertThat(cluster.status()).isEqualTo(new Versioned<>(Status.EMPTY, 5, 0));
    assertThat(cluster.failover()).isEqualTo(new Versioned<>(Failover.NONE, 5, 0));
    assertThat(cluster.history().value().entries()).hasSize(1);
    assertThat(cluster.members().get("a").role()).contains(MemberRole.REPLICA);
    assertThat(cluster.members().get("a").state()).isEmpty();
    assertThat(cluster.members().get("b").modRevision()).isEqualTo(5);
    assertThat(cluster.problems())
        .hasSize(9)
        .extracting(KeyProblem::text)
        .allSatisfy(text -> assertThat(text).startsWith("Key ").endsWith("."))
        .contains(
            "Key members/a: field 'timeline' is not a whole number and is ignored.",
            "Key members/a: field 'state' has the unknown value 'dancing', which is ignored.",
            "Key members/b is ignored: it is empty.");
    assertThat(cluster.hasProblem("config")).isTrue();
    assertThat(cluster.isUnreadable("config")).as("a part of it counts").isFalse();
    assertThat(cluster.isUnreadable("status")).isTrue();
    assertThat(cluster.hasProblem("leader")).isFalse();
  }

  @Test
  void theSamplesConfigurationIsRead() {
    DynamicConfig config = ClusterCodec.read(Samples.read("paused")).config().value();

    assertThat(config.synchronousMode()).isEqualTo(SynchronousMode.QUORUM);
    assertThat(config.pause()).isTrue();
    assertThat(config.failsafeMode()).isTrue();
    assertThat(config.postgresql().usePgRewind()).isTrue();
    assertThat(config.postgresql().parameters())
        .containsEntry("max_connections", "60")
        .containsEntry("shared_buffers", "32MB")
        .containsEntry("wal_log_hints", "on");
    assertThat(config.slots().get("perm_phys").type()).isEqualTo(PermanentSlot.Type.PHYSICAL);
    assertThat(config.validate()).isEmpty();
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void onlyWhatChangedIsDecodedAgain() {
    KeySpace before = Samples.read("sync");
    TreeMap<String, KeySpace.Entry> keys = new TreeMap<>(before.keys());
    keys.put("members/n1", new KeySpace.Entry("{}", 99, 0));
    ClusterReader reader = new ClusterReader();

    Cluster first = reader.read(before);
    Cluster second = reader.read(new KeySpace(99, keys));

    assertThat(second.config().value()).isSameAs(first.config().value());
    assertThat(second.members().get("n0")).isSameAs(first.members().get("n0"));
    assertThat(second.members().get("n1").modRevision()).isEqualTo(99);
    assertThat(second).isEqualTo(ClusterCodec.read(new KeySpace(99, keys)));
  }

  private static Cluster read(String key, String value) {
    TreeMap<String, KeySpace.Entry> keys = new TreeMap<>();
    keys.put(key, new KeySpace.Entry(value, 1, 0));
    return ClusterCodec.read(new KeySpace(1, keys));
  }
}
