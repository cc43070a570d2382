package io.hactl.agent.config;

import io.hactl.settings.Section;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code log}. */
final class LogReader {

  static final String DEFAULT_FORMAT = "%(asctime)s %(levelname)s: %(message)s";

  private static final int DEFAULT_FILE_NUM = 4;
  private static final long DEFAULT_FILE_SIZE = 25_000_000;

  private static final String NO_LEVEL = "is none of DEBUG, INFO, WARNING, ERROR, CRITICAL";
  private static final String ONE_OF_THEM = "write one of them";

  private final Section section;

  LogReader(Section section) {
    this.section = section;
  }

  LogSettings read() {
    section.ignore("max_queue_size", "deduplicate_heartbeat_logs");
    if (section.has("mode")) {
      section.warning("mode", "is not used", "set the umask of the service instead");
    }
    LogSettings.Type type =
        section.choice(
            "type",
            Map.of("plain", LogSettings.Type.PLAIN, "json", LogSettings.Type.JSON),
            LogSettings.Type.PLAIN);
    String format = format(type);
    return new LogSettings(
        type,
        level("level", LogLevel.INFO),
        level("traceback_level", LogLevel.ERROR),
        format,
        fields(type, format),
        section.text("dateformat"),
        dir(),
        section.integer("file_num", DEFAULT_FILE_NUM, 1, 20),
        fileSize(),
        section.map("static_fields"),
        loggers());
  }

  private long fileSize() {
    long size = section.bytes("file_size", DEFAULT_FILE_SIZE);
    if (size < 1) {
      section.error("file_size", "is not a size above zero", "write one such as 25MB");
    }
    return size;
  }

  private LogLevel level(String key, LogLevel defaultValue) {
    return section.parsed(key, LogReader::level, NO_LEVEL, ONE_OF_THEM).orElse(defaultValue);
  }

  private static Optional<LogLevel> level(String text) {
    return Optional.ofNullable(LogLevel.names().get(text.toLowerCase(Locale.ROOT)));
  }

  private Map<String, LogLevel> loggers() {
    Section loggers = section.section("loggers");
    Map<String, LogLevel> levels = new LinkedHashMap<>();
    for (String name : loggers.keys()) {
      loggers
          .parsed(name, LogReader::level, NO_LEVEL, ONE_OF_THEM)
          .ifPresent(level -> levels.put(name, level));
    }
    return levels;
  }

  private Optional<Path> dir() {
    Optional<Path> dir = section.path("dir", Path.of(""));
    if (dir.isPresent() && !(Files.isDirectory(dir.get()) && Files.isWritable(dir.get()))) {
      section.error(
          "dir", "is not a folder that this user may write to", "create it for the agent's user");
    }
    return dir;
  }

  /** For JSON, the format may be a list of fields, which {@link #fields} reads. */
  private String format(LogSettings.Type type) {
    boolean list = section.node("format").filter(node -> !(node instanceof Scalar)).isPresent();
    if (list && type == LogSettings.Type.JSON) {
      return DEFAULT_FORMAT;
    }
    String format = section.text("format", DEFAULT_FORMAT);
    Optional<String> problem = LogPattern.problem(format);
    problem.ifPresent(sentence -> section.error("format", sentence, "see Python's LogRecord"));
    return problem.isPresent() ? DEFAULT_FORMAT : format;
  }

  private Map<String, String> fields(LogSettings.Type type, String format) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (type == LogSettings.Type.JSON) {
      section.node("format").ifPresent(node -> addFields(node, fields));
      if (fields.isEmpty()) {
        LogPattern.attributes(format).forEach(attribute -> fields.put(attribute, attribute));
      }
    }
    return fields;
  }

  private void addFields(SettingsNode node, Map<String, String> fields) {
    switch (node) {
      case Sequence sequence -> {
        for (SettingsNode item : sequence.items()) {
          if (item instanceof Scalar scalar) {
            addField(scalar.text(), scalar.text(), fields);
          } else {
            addFields(item, fields);
          }
        }
      }
      case Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (attribute, entry) -> {
                    if (entry.value() instanceof Scalar name) {
                      addField(attribute, name.text(), fields);
                    } else {
                      section.error("format", "has a field without a name", "write 'message: msg'");
                    }
                  });
      case Scalar text -> fields.clear();
    }
  }

  private void addField(String attribute, String name, Map<String, String> fields) {
    if (LogPattern.isKnown(attribute)) {
      fields.put(attribute, name);
    } else {
      section.error("format", "has an unknown field '" + attribute + "'", "see Python's LogRecord");
    }
  }
}
