package io.hactl.dcs.config;

import static io.hactl.settings.keys.Setting.dynamic;

import io.hactl.settings.Bound;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.Shape;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Setting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of the dynamic configuration. */
public final class DynamicKeys {

  private static final Catalogue KEYS = new Catalogue();

  /** How long a session outlives its last renewal. */
  public static final Setting<Duration> TTL =
      KEYS.add(
          dynamic(
                  "ttl",
                  ValueType.positiveTime(),
                  "the lease's length: how long a lost primary keeps its place")
              .otherwise(Duration.ofSeconds(30))
              // etcd grants no lease shorter than one and a half election time-outs, rounded up:
              // 2 s with its default of 1 s.
              .bound(Bound.atLeast(Duration.ofSeconds(2)))
              .bound(
                  Bound.that(
                      "whole seconds, as etcd grants no parts of one",
                      value -> value.getNano() == 0)));

  /** The longest the agent is idle between two turns. */
  public static final Setting<Duration> LOOP_WAIT =
      KEYS.add(
          dynamic(
                  "loop_wait",
                  ValueType.positiveTime(),
                  "how stale anything can get without an event")
              .otherwise(Duration.ofSeconds(10))
              .bound(Bound.atLeast(Duration.ofMillis(100))));

  /** How long an operation is tried again. */
  public static final Setting<Duration> RETRY_TIMEOUT =
      KEYS.add(
          dynamic(
                  "retry_timeout",
                  ValueType.positiveTime(),
                  "how long etcd or PostgreSQL may fail before it counts")
              .otherwise(Duration.ofSeconds(10))
              .bound(Bound.atLeast(Duration.ofMillis(100))));

  /** Bytes a replica may lack and still be elected. */
  public static final Setting<Long> MAXIMUM_LAG_ON_FAILOVER =
      KEYS.add(
          dynamic(
                  "maximum_lag_on_failover",
                  ValueType.sizeOrNegative(),
                  "how far a candidate may be behind")
              .otherwise(1L << 20, "1 MB")
              .bound(Bound.bytesAtLeast(0)));

  /** How long a race waits while WAL still arrives. */
  public static final Setting<Duration> PRIMARY_RACE_BACKOFF =
      KEYS.add(
          dynamic(
                  "primary_race_backoff",
                  ValueType.time(),
                  "how long a race waits while the former leader's server still sends WAL; what an"
                      + " operator asks for does not wait")
              .otherwise(Duration.ZERO));

  /** Whether a replica of an older timeline may be elected. */
  public static final Setting<Boolean> CHECK_TIMELINE =
      KEYS.add(
          dynamic(
                  "check_timeline",
                  ValueType.flag(),
                  "a replica of an older timeline than the newest known one is not elected")
              .otherwise(false));

  /** How long a crashed primary may take to start. */
  public static final Setting<Duration> PRIMARY_START_TIMEOUT =
      KEYS.add(
          dynamic(
                  "primary_start_timeout",
                  ValueType.time(),
                  "how long a crashed primary gets to start again; 0: fail over at once")
              .otherwise(Duration.ofSeconds(300))
              .formerly("master_start_timeout"));

  /** How long a stop may take. */
  public static final Setting<Duration> PRIMARY_STOP_TIMEOUT =
      KEYS.add(
          dynamic(
                  "primary_stop_timeout",
                  ValueType.time(),
                  "how long a stop may take before it is made immediate; 0: no limit")
              .otherwise(Duration.ZERO)
              .formerly("master_stop_timeout"));

  /** How many timelines the history keeps. */
  public static final Setting<Integer> MAX_TIMELINES_HISTORY =
      KEYS.add(
          dynamic(
                  "max_timelines_history",
                  ValueType.number(0, Integer.MAX_VALUE),
                  "how many entries are kept in the history; 0: all")
              .otherwise(0));

  /** Whether automatic actions are off. */
  public static final Setting<Boolean> PAUSE =
      KEYS.add(
          dynamic("pause", ValueType.flag(), "the agents do nothing by themselves")
              .otherwise(false));

  /** Whether the leader waits for standbys. */
  public static final Setting<SynchronousMode> SYNCHRONOUS_MODE =
      KEYS.add(
          dynamic(
                  "synchronous_mode",
                  ValueType.choice(
                      modes("on", "off", "quorum"), modes("true", "yes", "1", "false", "no", "0")),
                  "`on`: commits wait for standbys that only then may be elected; `quorum`: for any"
                      + " of enough of them ([safety.md](../safety.md#synchronous-replication))")
              .otherwise(SynchronousMode.OFF));

  /** Whether it waits while there is nobody to wait for. */
  public static final Setting<Boolean> SYNCHRONOUS_MODE_STRICT =
      KEYS.add(
          dynamic(
                  "synchronous_mode_strict",
                  ValueType.flag(),
                  "commits wait even while there is nobody to wait for")
              .otherwise(false));

  /** How many synchronous standbys there shall be. */
  public static final Setting<Integer> SYNCHRONOUS_NODE_COUNT =
      KEYS.add(
          dynamic(
                  "synchronous_node_count",
                  ValueType.number(0, Integer.MAX_VALUE),
                  "how many standbys a commit waits for")
              .otherwise(1)
              .bound(Bound.atLeast(1)));

  /** Bytes a synchronous standby may lack. */
  public static final Setting<Long> MAXIMUM_LAG_ON_SYNCNODE =
      KEYS.add(
          dynamic(
                  "maximum_lag_on_syncnode",
                  ValueType.sizeOrNegative(),
                  "how far such a standby may fall behind before another takes its place; `-1`: any"
                      + " distance")
              .otherwise(-1L)
              .bound(Bound.bytesAtLeast(-1)));

  /** Whether a leader goes on without the DCS. */
  public static final Setting<Boolean> FAILSAFE_MODE =
      KEYS.add(
          dynamic(
                  "failsafe_mode",
                  ValueType.flag(),
                  "without the DCS the leader goes on while every member agrees"
                      + " ([safety.md](../safety.md#when-the-dcs-is-away))")
              .otherwise(false));

  /** Permanent slots. */
  static final Setting<SettingsNode> SLOTS =
      KEYS.add(
          dynamic(
              "slots",
              ValueType.tree(Shape.MAPPING),
              "permanent slots: name to `type` (`physical` or `logical`), `database` and `plugin`;"
                  + " physical ones are made on every member, and moved on with the leader's;"
                  + " logical ones are not made yet"));

  /** Slots of others. */
  static final Setting<SettingsNode> IGNORE_SLOTS =
      KEYS.add(
          dynamic(
              "ignore_slots",
              ValueType.tree(Shape.LIST),
              "slots left alone: a list of `name`, `type`, `database` and `plugin`, each of which"
                  + " may be left out"));

  /** How long the slot of an absent member is kept. */
  public static final Setting<Duration> MEMBER_SLOTS_TTL =
      KEYS.add(
          dynamic(
                  "member_slots_ttl",
                  ValueType.time(),
                  "how long the slot of an absent member, or one taken out of `slots`, is kept; 0:"
                      + " not at all")
              .otherwise(Duration.ofMinutes(30)));

  /** The section of a standby cluster. */
  static final Setting<SettingsNode> STANDBY_CLUSTER =
      KEYS.add(
          dynamic(
              "standby_cluster",
              ValueType.tree(Shape.MAPPING),
              "`host`, `port` or `restore_command` of the cluster to replicate from; it is read and"
                  + " validated, and what it asks for is not carried out yet"));

  static {
    KEYS.unused(Place.DYNAMIC, "static_single_node", "citus", "multisite");
  }

  /** All of them, with what of {@code postgresql} is read here. */
  public static final Catalogue CATALOGUE = Catalogue.of(List.of(KEYS, PostgresqlKeys.CATALOGUE));

  /** The keys that a lease is computed from. */
  static final List<Setting<Duration>> TIMING = List.of(TTL, LOOP_WAIT, RETRY_TIMEOUT);

  private DynamicKeys() {}

  private static Map<String, SynchronousMode> modes(String... words) {
    Map<String, SynchronousMode> modes = new LinkedHashMap<>();
    for (String word : words) {
      modes.put(
          word,
          switch (word) {
            case "on", "true", "yes", "1" -> SynchronousMode.ON;
            case "quorum" -> SynchronousMode.QUORUM;
            default -> SynchronousMode.OFF;
          });
    }
    return modes;
  }
}
