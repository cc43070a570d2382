package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What {@link DynamicConfig} answers, read once from its tree. */
record DynamicConfigValues(
    Duration ttl,
    Duration loopWait,
    Duration retryTimeout,
    Duration primaryRaceBackoff,
    long maximumLagOnFailover,
    long maximumLagOnSyncnode,
    int maxTimelinesHistory,
    Duration primaryStartTimeout,
    Duration primaryStopTimeout,
    boolean pause,
    boolean failsafeMode,
    boolean checkTimeline,
    SynchronousMode synchronousMode,
    boolean synchronousModeStrict,
    int synchronousNodeCount,
    Duration memberSlotsTtl,
    PostgresqlSection postgresql,
    Map<String, PermanentSlot> slots,
    List<SlotMatcher> ignoreSlots,
    boolean standbyCluster,
    List<String> problems) {

  static DynamicConfigValues read(JsonNode tree) {
    List<String> problems = new ArrayList<>();
    SectionReader root = new SectionReader("", tree, problems);
    SectionReader standbyCluster = root.section("standby_cluster");
    boolean isStandbyCluster =
        standbyCluster.has("host")
            || standbyCluster.has("port")
            || standbyCluster.has("restore_command");
    SynchronousMode synchronousMode = root.synchronousMode("synchronous_mode");
    boolean strict = root.flag("synchronous_mode_strict", false);
    return new DynamicConfigValues(
        root.positiveDuration("ttl", Duration.ofSeconds(30)),
        root.positiveDuration("loop_wait", Duration.ofSeconds(10)),
        root.positiveDuration("retry_timeout", Duration.ofSeconds(10)),
        root.duration("primary_race_backoff", Duration.ZERO),
        root.integer("maximum_lag_on_failover", 1_048_576),
        root.integer("maximum_lag_on_syncnode", -1),
        count(root, "max_timelines_history", 0),
        root.duration(renamed(root, "start_timeout"), Duration.ofSeconds(300)),
        root.duration(renamed(root, "stop_timeout"), Duration.ZERO),
        root.flag("pause", false),
        root.flag("failsafe_mode", false),
        root.flag("check_timeline", false),
        isStandbyCluster ? SynchronousMode.OFF : synchronousMode,
        strict,
        Math.max(count(root, "synchronous_node_count", 1), strict ? 1 : 0),
        root.duration("member_slots_ttl", Duration.ofMinutes(30)),
        PostgresqlSection.read(root.section("postgresql")),
        Collections.unmodifiableMap(SlotSettings.permanent(root)),
        List.copyOf(SlotSettings.ignored(root)),
        isStandbyCluster,
        List.copyOf(problems));
  }

  private static int count(SectionReader root, String key, int ifAbsent) {
    long value = root.integer(key, ifAbsent);
    if (value < 0 || value > Integer.MAX_VALUE) {
      root.wrong(key, "a whole number of 0 or more");
      return ifAbsent;
    }
    return (int) value;
  }

  /** The old name counts only where the new one is missing. */
  private static String renamed(SectionReader root, String name) {
    String primary = "primary_" + name;
    String master = "master_" + name;
    return !root.has(primary) && root.has(master) ? master : primary;
  }
}
