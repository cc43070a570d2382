package io.hactl.postgres.program;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment of what the agent starts: its own without the variables that would redirect
 * libpq, and without the settings that may hold passwords.
 *
 * @see <a href="https://www.postgresql.org/docs/current/kernel-resources.html">Linux Memory
 *     Overcommit</a> for {@code PG_OOM_ADJUST_FILE} and {@code PG_OOM_ADJUST_VALUE}
 */
public final class ToolEnvironment {

  private ToolEnvironment() {}

  /**
   * The postmaster's. It protects itself alone from the out-of-memory killer: by these variables
   * its children give up what they inherited of it.
   */
  public static void applyToServer(ProcessBuilder builder) {
    Map<String, String> adjustment = new HashMap<>(builder.environment());
    adjustment.keySet().removeIf(name -> !name.startsWith("PG_OOM_ADJUST_"));
    apply(builder, adjustment);
  }

  static void apply(ProcessBuilder builder, Map<String, String> more) {
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("PATRONI_")
                    || name.startsWith("HACTL_")
                    || name.startsWith("PG")
                    || name.equals("NOTIFY_SOCKET")
                    || name.equals("WATCHDOG_USEC"));
    builder.environment().putAll(more);
  }
}
