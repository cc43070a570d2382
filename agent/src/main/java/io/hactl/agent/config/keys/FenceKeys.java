package io.hactl.agent.config.keys;

import static io.hactl.settings.keys.InForce.AGENT_RESTART;
import static io.hactl.settings.keys.Setting.local;

import io.hactl.agent.config.WatchdogSettings.Mode;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Setting;
import io.hactl.text.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The sections {@code guard} and {@code watchdog}. */
public final class FenceKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  public static final Setting<Boolean> GUARD_MODE =
      CATALOGUE.add(
          local(
                  "guard.mode",
                  ValueType.flag(),
                  "`on`: a process of its own stops PostgreSQL should the agent freeze or be killed"
                      + " ([safety.md](../safety.md)); `off`: nothing does")
              .otherwise(true, "on")
              .inForce(AGENT_RESTART)
              .variable());

  public static final Setting<Path> GUARD_PROGRAM =
      CATALOGUE.add(
          local("guard.program", ValueType.path(Path.of("/")), "the guard")
              .otherwiseAs("`hactl-guard`, built beside the agent")
              .inForce(AGENT_RESTART)
              .variable());

  public static final Setting<Mode> WATCHDOG_MODE =
      CATALOGUE.add(
          local(
                  "watchdog.mode",
                  ValueType.choice(
                      Choices.ordered(
                          "off", Mode.OFF,
                          "automatic", Mode.AUTOMATIC,
                          "required", Mode.REQUIRED),
                      Map.of("false", Mode.OFF, "no", Mode.OFF)),
                  "`automatic`: a hardware watchdog is used where there is one; `required`: without"
                      + " it this node does not lead")
              .otherwise(Mode.AUTOMATIC)
              .inForce(AGENT_RESTART));

  public static final Setting<Path> WATCHDOG_DEVICE =
      CATALOGUE.add(
          local(
                  "watchdog.device",
                  ValueType.path(Path.of("/")),
                  "the device; the agent's user must be able to write to it")
              .otherwise(Path.of("/dev/watchdog"))
              .inForce(AGENT_RESTART));

  /** Negative: half of the ttl, as in Patroni. */
  public static final Setting<Duration> WATCHDOG_SAFETY_MARGIN =
      CATALOGUE.add(
          local(
                  "watchdog.safety_margin",
                  ValueType.parsed(
                      "time",
                      "a time of 0 or more, or -1",
                      "write seconds, or a number with a unit such as 500ms, 10s or 5min",
                      FenceKeys::margin),
                  "the time from the reset of the machine to the end of the lease; `-1`: half of"
                      + " the ttl")
              .otherwise(Duration.ofSeconds(5), "5 s")
              .inForce(AGENT_RESTART));

  public static final Setting<Boolean> WATCHDOG_TESTING =
      CATALOGUE.add(
          local(
                  "watchdog.driver",
                  ValueType.choice(Choices.ordered("default", false, "testing", true), Map.of()),
                  "`testing`: only writes to `device`, a file or a named pipe")
              .otherwise(false)
              .inForce(AGENT_RESTART));

  private FenceKeys() {}

  private static Optional<Duration> margin(String text) {
    return Units.parseDuration(text).filter(margin -> !margin.isNegative() || text.equals("-1"));
  }
}
