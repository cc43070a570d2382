package io.hactl.agent.postgres;

import java.util.Map;

/**
 * The environment of what the agent starts: its own without the variables that would redirect
 * libpq, and without the settings that may hold passwords.
 */
final class ToolEnvironment {

  private ToolEnvironment() {}

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
