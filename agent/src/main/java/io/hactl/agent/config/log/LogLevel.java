package io.hactl.agent.config.log;

import ch.qos.logback.classic.Level;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Python's levels, as Patroni's settings name them. */
public enum LogLevel {
  NOTSET(Level.TRACE),
  DEBUG(Level.DEBUG),
  INFO(Level.INFO),
  WARNING(Level.WARN),
  ERROR(Level.ERROR),
  CRITICAL(Level.ERROR);

  private final Level logback;

  LogLevel(Level logback) {
    this.logback = logback;
  }

  /** The nearest level of Logback. */
  Level logback() {
    return logback;
  }

  /** The names that settings use, in lower case; numbers are Python's. */
  public static Map<String, LogLevel> names() {
    Map<String, LogLevel> names = new LinkedHashMap<>();
    for (LogLevel level : values()) {
      names.put(level.name().toLowerCase(Locale.ROOT), level);
      names.put(String.valueOf(10 * level.ordinal()), level);
    }
    names.put("warn", WARNING);
    names.put("fatal", CRITICAL);
    return names;
  }
}
