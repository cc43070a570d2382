package io.hactl.agent.config.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.agent.config.AgentSettings;
import io.hactl.parameters.ManagedParameter;
import io.hactl.parameters.ManagedParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters PostgreSQL gets: those that have to be the same on every member from the dynamic
 * configuration alone ({@link ManagedParameters}), every other one from there with the local
 * settings over it. Names are in lower case.
 *
 * @param values name to value, the managed ones first
 * @param warnings one sentence each: what of the dynamic configuration is not used
 */
public record EffectiveParameters(Map<String, String> values, List<String> warnings) {

  public EffectiveParameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    warnings = List.copyOf(warnings);
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
    ManagedParameters.ALL.forEach(managed -> decide(managed, wanted, values, warnings));
    keepWal(values, wanted, majorVersion);
    wanted.forEach(values::putIfAbsent);
    values.keySet().remove(majorVersion >= 13 ? "wal_keep_segments" : "wal_keep_size");
    settings
        .postgresql()
        .options()
        .parameters()
        .forEach(
            (name, value) -> {
              if (!ManagedParameters.isOnlyDynamic(name)) {
                values.put(name.toLowerCase(Locale.ROOT), value);
              }
            });
    return new EffectiveParameters(values, warnings);
  }

  private static void decide(
      ManagedParameter managed,
      Map<String, String> wanted,
      Map<String, String> values,
      List<String> warnings) {
    String name = managed.name();
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
      values.put("wal_keep_size", segments * ManagedParameters.WAL_SEGMENT_MB + "MB");
    } else if (majorVersion < 13 && !wanted.containsKey("wal_keep_segments")) {
      long size = ManagedParameters.megabytes(values.get("wal_keep_size")).orElse(0L);
      values.put(
          "wal_keep_segments",
          String.valueOf(
              (size + ManagedParameters.WAL_SEGMENT_MB / 2) / ManagedParameters.WAL_SEGMENT_MB));
    }
  }

  private static String text(Object value) {
    if (value instanceof JsonNode json) {
      return json.isBoolean() ? (json.booleanValue() ? "on" : "off") : json.asText();
    }
    return value instanceof Boolean bool ? (bool ? "on" : "off") : String.valueOf(value);
  }
}
