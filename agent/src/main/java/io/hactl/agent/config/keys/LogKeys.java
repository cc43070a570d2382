package io.hactl.agent.config.keys;

import io.hactl.agent.config.log.LogLevel;
import io.hactl.agent.config.log.LogPattern;
import io.hactl.agent.config.log.LogSettings;
import io.hactl.settings.Bound;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.Shape;
import io.hactl.settings.ValueProblem;
import io.hactl.settings.ValueType;
import io.hactl.settings.keys.Catalogue;
import io.hactl.settings.keys.Place;
import io.hactl.settings.keys.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The section {@code log}. */
public final class LogKeys {

  /** All of them. */
  public static final Catalogue CATALOGUE = new Catalogue();

  private static final ValueType<LogLevel> LEVELS =
      ValueType.parsed("level", "one of DEBUG, INFO, WARNING, ERROR, CRITICAL", "", LogKeys::level);

  public static final Setting<LogSettings.Type> TYPE =
      CATALOGUE.add(
          local(
                  "type",
                  ValueType.choice(
                      Choices.ordered(
                          "plain", LogSettings.Type.PLAIN, "json", LogSettings.Type.JSON),
                      Map.of()),
                  "what a record looks like")
              .otherwise(LogSettings.Type.PLAIN)
              .variable());

  public static final Setting<LogLevel> LEVEL =
      CATALOGUE.add(
          local("level", LEVELS, "what is logged at all")
              .otherwise(LogLevel.INFO)
              .variables("log_level", "loglevel"));

  public static final Setting<LogLevel> TRACEBACK_LEVEL =
      CATALOGUE.add(
          local("traceback_level", LEVELS, "from which level on stack traces are logged")
              .otherwise(LogLevel.ERROR)
              .variable());

  public static final Setting<SettingsNode> FORMAT =
      CATALOGUE.add(
          local(
                  "format",
                  ValueType.tree(Shape.ANY),
                  "Python's notation; for JSON, a list of fields, each an attribute of Python's"
                      + " records or `attribute: name`")
              .otherwiseAs("`" + LogPattern.DEFAULT + "`")
              .variables("log_format", "logformat"));

  public static final Setting<String> DATEFORMAT =
      CATALOGUE.add(
          local("dateformat", ValueType.text(), "times in the notation of `strftime`")
              .otherwiseAs("ISO 8601 with milliseconds after a comma")
              .variables("log_dateformat", "log_datefmt"));

  public static final Setting<Path> DIR =
      CATALOGUE.add(
          local("dir", ValueType.path(Path.of("")), "the folder of the log files")
              .otherwiseAs("to standard error")
              .bound(
                  Bound.that(
                      "a folder that the agent's user may write to",
                      dir -> Files.isDirectory(dir) && Files.isWritable(dir),
                      ValueProblem.of(
                          "is not a folder that this user may write to",
                          "create it for the agent's user")))
              .variable());

  public static final Setting<Integer> FILE_NUM =
      CATALOGUE.add(
          local("file_num", ValueType.number(1, 20), "how many old files are kept")
              .otherwise(4)
              .variable());

  public static final Setting<Long> FILE_SIZE =
      CATALOGUE.add(
          local("file_size", ValueType.size(), "the size at which a new file is begun")
              .otherwise(25_000_000L, "25000000 B")
              .bound(
                  Bound.that(
                      "above zero",
                      size -> size > 0,
                      ValueProblem.of("is not a size above zero", "write one such as 25MB")))
              .variable());

  public static final Setting<Map<String, String>> STATIC_FIELDS =
      CATALOGUE.add(
          local(
                  "static_fields",
                  ValueType.map(ValueType.verbatim()),
                  "for JSON: fields added to every record")
              .otherwise(Map.of())
              .variable());

  public static final Setting<Map<String, LogLevel>> LOGGERS =
      CATALOGUE.add(
          local("loggers", ValueType.map(LEVELS), "levels of single loggers")
              .otherwise(Map.of())
              .variable());

  public static final Setting<String> MODE =
      CATALOGUE.add(
          local("mode", ValueType.text(), "not used: set the umask of the service instead")
              .variable());

  static {
    CATALOGUE.add(
        Setting.unused("log.max_queue_size", Place.LOCAL).variables("log_max_queue_size"));
    CATALOGUE.add(
        Setting.unused("log.deduplicate_heartbeat_logs", Place.LOCAL)
            .variables("log_deduplicate_heartbeat_logs"));
  }

  private LogKeys() {}

  private static <T> Setting<T> local(String key, ValueType<T> type, String meaning) {
    return Setting.local("log." + key, type, meaning);
  }

  private static Optional<LogLevel> level(String text) {
    return Optional.ofNullable(LogLevel.names().get(text.toLowerCase(Locale.ROOT)));
  }
}
