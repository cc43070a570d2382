package io.hactl.parameters;

import io.hactl.parameters.ManagedParameter.SetBy;
import io.hactl.text.Units;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The server parameters that hactl manages. Sources: Patroni's documentation (Patroni
 * configuration, important rules) for the names, defaults and least values; a value below the least
 * one is replaced by the default, as Patroni does, because a standby with less than the primary
 * refuses to start.
 */
public final class ManagedParameters {

  public static final int WAL_SEGMENT_MB = 16;

  /** All of them, in the order of the configuration file. */
  public static final List<ManagedParameter> ALL =
      List.of(
          byCluster(
              "wal_level",
              "replica",
              value -> value.toLowerCase(Locale.ROOT).matches("replica|hot_standby|logical"),
              "replica or logical",
              Optional.empty()),
          flag("hot_standby", "on", on -> on, "on"),
          atLeast("max_connections", "100", 25, Optional.of("max_connections setting")),
          atLeast("max_wal_senders", "10", 3, Optional.of("max_wal_senders setting")),
          inFileOnly(atLeast("wal_keep_segments", "8", 1, Optional.empty())),
          inFileOnly(
              byCluster(
                  "wal_keep_size",
                  "128MB",
                  value -> megabytes(value).filter(size -> size >= WAL_SEGMENT_MB).isPresent(),
                  "at least 16MB",
                  Optional.empty())),
          atLeast("max_prepared_transactions", "0", 0, Optional.of("max_prepared_xacts setting")),
          atLeast("max_locks_per_transaction", "64", 32, Optional.of("max_locks_per_xact setting")),
          flag("track_commit_timestamp", "off", _ -> true, "on or off"),
          atLeast("max_replication_slots", "10", 4, Optional.empty()),
          atLeast("max_worker_processes", "8", 2, Optional.of("max_worker_processes setting")),
          flag("wal_log_hints", "on", _ -> true, "on or off"),
          byNode("listen_addresses"),
          byNode("port"),
          byNode("cluster_name"));

  private static final Map<String, ManagedParameter> BY_NAME =
      ALL.stream().collect(Collectors.toMap(ManagedParameter::name, Function.identity()));

  private ManagedParameters() {}

  private static ManagedParameter byCluster(
      String name,
      String defaultValue,
      Predicate<String> valid,
      String rule,
      Optional<String> floor) {
    return new ManagedParameter(name, SetBy.CLUSTER, defaultValue, valid, rule, true, floor);
  }

  private static ManagedParameter atLeast(
      String name, String defaultValue, int least, Optional<String> floor) {
    return byCluster(
        name,
        defaultValue,
        value -> value.matches("\\d{1,9}") && Integer.parseInt(value) >= least,
        "a whole number of at least " + least,
        floor);
  }

  private static ManagedParameter flag(
      String name, String defaultValue, Predicate<Boolean> valid, String rule) {
    return byCluster(
        name,
        defaultValue,
        value -> Units.parseBoolean(value).filter(valid).isPresent(),
        rule,
        Optional.empty());
  }

  /** Members may keep different amounts of WAL, so that nobody has to hold on to it. */
  private static ManagedParameter inFileOnly(ManagedParameter p) {
    return new ManagedParameter(
        p.name(), p.setBy(), p.defaultValue(), p.valid(), p.rule(), false, p.floor());
  }

  private static ManagedParameter byNode(String name) {
    return new ManagedParameter(
        name, SetBy.NODE, "", _ -> false, "left out", true, Optional.empty());
  }

  /** Whether local settings cannot change the parameter. */
  public static boolean isOnlyDynamic(String name) {
    return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /** Those that are arguments of the server, in the order of the configuration file. */
  public static List<ManagedParameter> onCommandLine(SetBy setBy) {
    return ALL.stream().filter(p -> p.onCommandLine() && p.setBy() == setBy).toList();
  }

  /** A number without a unit is a number of megabytes. */
  public static Optional<Long> megabytes(String value) {
    return Units.parseBytes(value.matches("\\d+") ? value + "MB" : value).map(bytes -> bytes >> 20);
  }
}
