package io.hactl.agent.config.log;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code log}.
 *
 * @param level what is logged at all
 * @param tracebackLevel from which level on stack traces are logged
 * @param format Python's notation; see {@link LogPattern}
 * @param fields for JSON: attribute of the record to the name it gets
 * @param dateformat {@code strftime}'s notation; empty: ISO 8601 with milliseconds after a comma
 * @param dir where to write log files; empty: standard error
 * @param fileNum how many old files are kept
 * @param fileSize bytes after which a new file is begun
 * @param staticFields for JSON: added to every record
 * @param loggers logger to level
 */
public record LogSettings(
    Type type,
    LogLevel level,
    LogLevel tracebackLevel,
    String format,
    Map<String, String> fields,
    Optional<String> dateformat,
    Optional<Path> dir,
    int fileNum,
    long fileSize,
    Map<String, String> staticFields,
    Map<String, LogLevel> loggers) {

  public LogSettings {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    staticFields = Collections.unmodifiableMap(new LinkedHashMap<>(staticFields));
    loggers = Collections.unmodifiableMap(new LinkedHashMap<>(loggers));
  }

  /** What a log record looks like. */
  public enum Type {
    PLAIN,
    JSON
  }
}
