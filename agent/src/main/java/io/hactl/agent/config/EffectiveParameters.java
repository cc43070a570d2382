package io.hactl.agent.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.settings.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The parameters PostgreSQL gets: those that have to be the same on every member from the dynamic
 * configuration alone, every other one from there with the local settings over it. Names are in
 * lower case. Sources: Patroni's documentation (Patroni configuration, important rules) for the
 * names, defaults and least values; a value below the least one is replaced by the default, as
 * Patroni does, because a standby with less than the primary refuses to start.
 *
 * @param values name to value, the managed ones first
 * @param warnings one sentence each: what of the dynamic configuration is not used
 */
public record EffectiveParameters(Map<String, String> values, List<String> warnings) {

  private static final int WAL_SEGMENT_MB = 16;

  /** A parameter of the dynamic configuration only, what it is if not set, what it may be. */
  private record Managed(String defaultValue, Predicate<String> valid, String rule) {}

  private static final Map<String, Managed> MANAGED = managed();

  public EffectiveParameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    warnings = List.copyOf(warnings);
  }

  private static Map<String, Managed> managed() {
    Map<String, Managed> managed = new LinkedHashMap<>();
    managed.put(
        "wal_level",
        new Managed(
            "replica",
            value -> value.toLowerCase(Locale.ROOT).matches("replica|hot_standby|logical"),
            "replica or logical"));
    managed.put("hot_standby", bool("on", value -> value, "on"));
    managed.put("max_connections", atLeast("100", 25));
    managed.put("max_wal_senders", atLeast("10", 3));
    managed.put("wal_keep_segments", atLeast("8", 1));
    managed.put(
        "wal_keep_size",
        new Managed(
            "128MB",
            value -> megabytes(value).filter(size -> size >= WAL_SEGMENT_MB).isPresent(),
            "at least 16MB"));
    managed.put("max_prepared_transactions", atLeast("0", 0));
    managed.put("max_locks_per_transaction", atLeast("64", 32));
    managed.put("track_commit_timestamp", bool("off", value -> true, "on or off"));
    managed.put("max_replication_slots", atLeast("10", 4));
    managed.put("max_worker_processes", atLeast("8", 2));
    managed.put("wal_log_hints", bool("on", value -> true, "on or off"));
    Managed fixed = new Managed("", value -> false, "left out");
    managed.put("listen_addresses", fixed);
    managed.put("port", fixed);
    managed.put("cluster_name", fixed);
    return managed;
  }

  private static Managed atLeast(String defaultValue, int least) {
    return new Managed(
        defaultValue,
        value -> value.matches("\\d{1,9}") && Integer.parseInt(value) >= least,
        "a whole number of at least " + least);
  }

  private static Managed bool(String defaultValue, Predicate<Boolean> valid, String rule) {
    return new Managed(
        defaultValue, value -> Units.parseBoolean(value).filter(valid).isPresent(), rule);
  }

  /** Whether local settings cannot change the parameter. */
  static boolean onlyDynamic(String name) {
    return MANAGED.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /**
   * @param dynamic {@code postgresql.parameters} of the dynamic configuration; values may be any
   *     scalar, null counts as missing
   * @param majorVersion of PostgreSQL; 13 and later have {@code wal_keep_size}
   */
  public static EffectiveParameters of(
      AgentSettings settings, Map<String, ?> dynamic, int majorVersion) {
    Map<String, String> wanted = new LinkedHashMap<>();
    dynamic.forEach(
        (name, value) -> {
          if (value != null) {
            wanted.put(name.toLowerCase(Locale.ROOT), text(value));
          }
        });
    List<String> warnings = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("listen_addresses", settings.postgresql().listen().parameter());
    values.put("port", String.valueOf(settings.postgresql().listen().port()));
    values.put("cluster_name", settings.scope());
    MANAGED.forEach((name, managed) -> decide(name, managed, wanted, values, warnings));
    keepWal(values, wanted, majorVersion);
    wanted.forEach(values::putIfAbsent);
    values.keySet().remove(majorVersion >= 13 ? "wal_keep_segments" : "wal_keep_size");
    settings
        .postgresql()
        .options()
        .parameters()
        .forEach(
            (name, value) -> {
              if (!onlyDynamic(name)) {
                values.put(name.toLowerCase(Locale.ROOT), value);
              }
            });
    return new EffectiveParameters(values, warnings);
  }

  private static void decide(
      String name,
      Managed managed,
      Map<String, String> wanted,
      Map<String, String> values,
      List<String> warnings) {
    String value = wanted.get(name);
    boolean used = value != null && managed.valid().test(value);
    if (value != null
        && !used
        && !values.getOrDefault(name, managed.defaultValue()).equals(value)) {
      String instead = values.getOrDefault(name, managed.defaultValue());
      warnings.add(
          "postgresql.parameters.%s in the dynamic configuration has to be %s, %s is used"
              .formatted(name, managed.rule(), "'" + instead + "'"));
    }
    if (!used) {
      wanted.remove(name);
    }
    boolean legacy = used && value.equalsIgnoreCase("hot_standby");
    values.putIfAbsent(name, used ? (legacy ? "replica" : value) : managed.defaultValue());
  }

  /** Either name is understood on either side of version 13, at the usual size of a segment. */
  private static void keepWal(
      Map<String, String> values, Map<String, String> wanted, int majorVersion) {
    if (majorVersion >= 13 && !wanted.containsKey("wal_keep_size")) {
      long segments = Long.parseLong(values.get("wal_keep_segments"));
      values.put("wal_keep_size", segments * WAL_SEGMENT_MB + "MB");
    } else if (majorVersion < 13 && !wanted.containsKey("wal_keep_segments")) {
      long size = megabytes(values.get("wal_keep_size")).orElse(0L);
      values.put("wal_keep_segments", String.valueOf((size + WAL_SEGMENT_MB / 2) / WAL_SEGMENT_MB));
    }
  }

  /** A number without a unit is a number of megabytes. */
  private static Optional<Long> megabytes(String value) {
    return Units.parseBytes(value.matches("\\d+") ? value + "MB" : value).map(bytes -> bytes >> 20);
  }

  private static String text(Object value) {
    if (value instanceof JsonNode json) {
      return json.isBoolean() ? (json.booleanValue() ? "on" : "off") : json.asText();
    }
    return value instanceof Boolean bool ? (bool ? "on" : "off") : String.valueOf(value);
  }
}
