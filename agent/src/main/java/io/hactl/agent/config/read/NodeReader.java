package io.hactl.agent.config.read;

import io.hactl.agent.config.GuardSettings;
import io.hactl.agent.config.HealthSettings;
import io.hactl.agent.config.WatchdogSettings;
import io.hactl.agent.config.keys.FenceKeys;
import io.hactl.agent.config.keys.HealthKeys;
import io.hactl.settings.keys.Section;
import java.util.Optional;

/** Reads what is about the node itself: {@code guard}, {@code watchdog} and {@code health}. */
final class NodeReader {

  private NodeReader() {}

  static GuardSettings guard(Section root) {
    return new GuardSettings(root.value(FenceKeys.GUARD_MODE), root.find(FenceKeys.GUARD_PROGRAM));
  }

  static WatchdogSettings watchdog(Section root) {
    return new WatchdogSettings(
        root.value(FenceKeys.WATCHDOG_MODE),
        root.value(FenceKeys.WATCHDOG_TESTING),
        root.value(FenceKeys.WATCHDOG_DEVICE),
        Optional.of(root.value(FenceKeys.WATCHDOG_SAFETY_MARGIN))
            .filter(margin -> !margin.isNegative()));
  }

  static HealthSettings health(Section root) {
    return new HealthSettings(
        root.value(HealthKeys.MODE),
        root.value(HealthKeys.MIN_FREE_SPACE),
        root.value(HealthKeys.IO_DEADLINE),
        root.value(HealthKeys.SERVER_DEADLINE),
        root.value(HealthKeys.API_DEADLINE));
  }
}
