package io.hactl.agent.config.read;

import io.hactl.agent.config.keys.LogKeys;
import io.hactl.agent.config.log.LogPattern;
import io.hactl.agent.config.log.LogSettings;
import io.hactl.settings.SettingsNode;
import io.hactl.settings.SettingsNode.Mapping;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.SettingsNode.Sequence;
import io.hactl.settings.keys.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code log}. */
final class LogReader {

  private final Section root;

  LogReader(Section root) {
    this.root = root;
  }

  LogSettings read() {
    if (root.has(LogKeys.MODE)) {
      root.warning(LogKeys.MODE, "is not used", "set the umask of the service instead");
    }
    LogSettings.Type type = root.value(LogKeys.TYPE);
    String format = format(type);
    return new LogSettings(
        type,
        root.value(LogKeys.LEVEL),
        root.value(LogKeys.TRACEBACK_LEVEL),
        format,
        fields(type, format),
        root.find(LogKeys.DATEFORMAT),
        root.find(LogKeys.DIR),
        root.value(LogKeys.FILE_NUM),
        root.value(LogKeys.FILE_SIZE),
        root.value(LogKeys.STATIC_FIELDS),
        root.value(LogKeys.LOGGERS));
  }

  /** For JSON, the format may be a list of fields, which {@link #fields} reads. */
  private String format(LogSettings.Type type) {
    Optional<SettingsNode> node = root.node(LogKeys.FORMAT);
    if (node.isEmpty()) {
      return LogPattern.DEFAULT;
    }
    if (!(node.get() instanceof Scalar text)) {
      if (type == LogSettings.Type.PLAIN) {
        root.error(LogKeys.FORMAT, "must be a text, as 'type' is plain", "see Python's LogRecord");
      }
      return LogPattern.DEFAULT;
    }
    String format = text.text().isBlank() ? LogPattern.DEFAULT : text.text().strip();
    Optional<String> problem = LogPattern.problem(format);
    problem.ifPresent(sentence -> root.error(LogKeys.FORMAT, sentence, "see Python's LogRecord"));
    return problem.isPresent() ? LogPattern.DEFAULT : format;
  }

  private Map<String, String> fields(LogSettings.Type type, String format) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (type == LogSettings.Type.JSON) {
      root.node(LogKeys.FORMAT).ifPresent(node -> addFields(node, fields));
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
                      root.error(
                          LogKeys.FORMAT, "has a field without a name", "write 'message: msg'");
                    }
                  });
      case Scalar text -> fields.clear();
    }
  }

  private void addField(String attribute, String name, Map<String, String> fields) {
    if (LogPattern.isKnown(attribute)) {
      fields.put(attribute, name);
    } else {
      root.error(
          LogKeys.FORMAT, "has an unknown field '" + attribute + "'", "see Python's LogRecord");
    }
  }
}
