package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.settings.Problem;
import io.hactl.settings.Problems;
import io.hactl.settings.keys.Section;
import io.hactl.text.Units;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a dynamic configuration must fulfil before it is stored, beyond being readable. */
final class DynamicConfigCheck {

  private DynamicConfigCheck() {}

  /**
   * @param settings the configuration, as it is read
   */
  static List<Problem> problems(DynamicConfig config, Section settings, Problems problems) {
    DynamicKeys.CATALOGUE.settings().forEach(settings::checkBounds);
    return Stream.of(
            problems.errors().stream(),
            arithmetic(config).stream(),
            standbyCluster(config).stream(),
            config.slots().values().stream().flatMap(slot -> slot(slot).stream()))
        .flatMap(found -> found)
        .toList();
  }

  /** Whether the problem is about a key that a lease is computed from. */
  static boolean isTiming(Problem problem) {
    return DynamicKeys.TIMING.stream().anyMatch(setting -> problem.concerns(setting.path()));
  }

  private static Optional<Problem> arithmetic(DynamicConfig config) {
    Duration needed = config.loopWait().plus(config.retryTimeout().multipliedBy(2));
    if (needed.compareTo(config.ttl()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.error(
            DynamicKeys.TTL.path(),
            "(%s) must be at least 'loop_wait' (%s) plus twice 'retry_timeout' (%s), which is %s"
                .formatted(
                    Units.text(config.ttl()),
                    Units.text(config.loopWait()),
                    Units.text(config.retryTimeout()),
                    Units.text(needed))));
  }

  private static Optional<Problem> standbyCluster(DynamicConfig config) {
    JsonNode section = config.tree().path(DynamicKeys.STANDBY_CLUSTER.path());
    return section.isObject() && !config.isStandbyCluster()
        ? Optional.of(
            Problem.error(
                DynamicKeys.STANDBY_CLUSTER.path(),
                "must name a 'host', a 'port' or a 'restore_command'"))
        : Optional.empty();
  }

  private static List<Problem> slot(PermanentSlot slot) {
    String key = DynamicKeys.SLOTS.path() + "." + slot.name();
    boolean incomplete =
        slot.type() == PermanentSlot.Type.LOGICAL
            && (slot.database().isEmpty() || slot.plugin().isEmpty());
    return Stream.of(
            slot.name().matches("[a-z0-9_]{1,63}")
                ? Optional.<Problem>empty()
                : Optional.of(
                    Problem.error(
                        key,
                        "must have a name of lower case letters, digits and underscores, 63 at"
                            + " most")),
            incomplete
                ? Optional.of(
                    Problem.error(
                        key, "is a logical slot and must name its 'database' and its 'plugin'"))
                : Optional.<Problem>empty())
        .flatMap(Optional::stream)
        .toList();
  }
}
