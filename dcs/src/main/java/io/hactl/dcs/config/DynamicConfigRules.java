package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a dynamic configuration must fulfil before it is stored. */
final class DynamicConfigRules {

  /**
   * etcd grants no lease shorter than one and a half election time-outs, rounded up: 2 s with its
   * default of 1 s.
   */
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(2);

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

  private DynamicConfigRules() {}

  static List<String> problems(DynamicConfig config) {
    List<String> problems = new ArrayList<>(config.problems());
    arithmetic(config, problems);
    bytes(config, "maximum_lag_on_failover", config.maximumLagOnFailover(), 0, problems);
    bytes(config, "maximum_lag_on_syncnode", config.maximumLagOnSyncnode(), -1, problems);
    if (config.tree().has("synchronous_node_count")
        && config.tree().get("synchronous_node_count").asLong(1) < 1) {
      problems.add("'synchronous_node_count' must be 1 or more.");
    }
    standbyCluster(config, problems);
    slots(config, problems);
    return List.copyOf(problems);
  }

  /** The settings that a lease is computed from. */
  private static final List<String> TIMING = List.of("'ttl'", "'loop_wait'", "'retry_timeout'");

  static List<String> timing(DynamicConfig config) {
    List<String> problems = new ArrayList<>();
    config.problems().stream()
        .filter(p -> TIMING.stream().anyMatch(p::startsWith))
        .forEach(problems::add);
    arithmetic(config, problems);
    return List.copyOf(problems);
  }

  private static void arithmetic(DynamicConfig config, List<String> problems) {
    atLeast(config, "ttl", SHORTEST_TTL, problems);
    atLeast(config, "loop_wait", SHORTEST_WAIT, problems);
    atLeast(config, "retry_timeout", SHORTEST_WAIT, problems);
    if (config.ttl().getNano() != 0) {
      problems.add("'ttl' must be whole seconds, as etcd grants no parts of one.");
    }
    Duration needed = config.loopWait().plus(config.retryTimeout().multipliedBy(2));
    if (needed.compareTo(config.ttl()) > 0) {
      problems.add(
          ("'ttl' (%s) must be at least 'loop_wait' (%s) plus twice 'retry_timeout' (%s), which is"
                  + " %s.")
              .formatted(
                  Durations.text(config.ttl()),
                  Durations.text(config.loopWait()),
                  Durations.text(config.retryTimeout()),
                  Durations.text(needed)));
    }
  }

  private static void atLeast(
      DynamicConfig config, String key, Duration floor, List<String> problems) {
    Optional<Duration> value = Durations.read(config.tree().path(key));
    if (value.filter(Duration::isPositive).filter(v -> v.compareTo(floor) < 0).isPresent()) {
      problems.add("'%s' must be at least %s.".formatted(key, Durations.text(floor)));
    }
  }

  private static void bytes(
      DynamicConfig config, String key, long value, long lowest, List<String> problems) {
    if (config.tree().has(key) && value < lowest) {
      problems.add("'%s' must be a number of bytes, %d or more.".formatted(key, lowest));
    }
  }

  private static void standbyCluster(DynamicConfig config, List<String> problems) {
    JsonNode section = config.tree().path("standby_cluster");
    if (section.isObject() && !config.isStandbyCluster()) {
      problems.add("'standby_cluster' must name a 'host', a 'port' or a 'restore_command'.");
    }
  }

  private static void slots(DynamicConfig config, List<String> problems) {
    for (PermanentSlot slot : config.slots().values()) {
      if (!slot.name().matches("[a-z0-9_]{1,63}")) {
        problems.add(
            "'slots.%s' must have a name of lower case letters, digits and underscores, 63 at most."
                .formatted(slot.name()));
      }
      if (slot.type() == PermanentSlot.Type.LOGICAL
          && (slot.database().isEmpty() || slot.plugin().isEmpty())) {
        problems.add(
            "'slots.%s' is a logical slot and must name its 'database' and its 'plugin'."
                .formatted(slot.name()));
      }
    }
  }
}
