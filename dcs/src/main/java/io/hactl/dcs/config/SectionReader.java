package io.hactl.dcs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one section of the dynamic configuration as leniently as Patroni: numbers and booleans may
 * be texts. What cannot be read falls to its default and is named among the problems.
 */
final class SectionReader {

  private final String path;
  private final JsonNode section;
  private final List<String> problems;

  /**
   * @param path with a dot at its end, or empty for the root
   */
  SectionReader(String path, JsonNode section, List<String> problems) {
    this.path = path;
    this.section = section;
    this.problems = problems;
  }

  boolean has(String key) {
    return section.has(key);
  }

  SectionReader section(String key) {
    JsonNode node =
        read(key, "an object", n -> n.isObject() ? Optional.of(n) : Optional.empty())
            .orElse(MissingNode.getInstance());
    return new SectionReader(path + key + ".", node, problems);
  }

  Duration duration(String key, Duration ifAbsent) {
    return read(
            key,
            "a duration of 0 or more, in seconds or with a unit (ms, s, min, h, d)",
            n -> Durations.read(n).filter(d -> !d.isNegative()))
        .orElse(ifAbsent);
  }

  Duration positiveDuration(String key, Duration ifAbsent) {
    return read(
            key,
            "a duration above 0, in seconds or with a unit (ms, s, min, h, d)",
            n -> Durations.read(n).filter(Duration::isPositive))
        .orElse(ifAbsent);
  }

  long integer(String key, long ifAbsent) {
    return read(key, "a whole number", SectionReader::integer).orElse(ifAbsent);
  }

  boolean flag(String key, boolean ifAbsent) {
    return read(key, "true or false", SectionReader::flag).orElse(ifAbsent);
  }

  SynchronousMode synchronousMode(String key) {
    return read(
            key,
            "one of on, off, quorum",
            n ->
                n.asText("").equalsIgnoreCase("quorum")
                    ? Optional.of(SynchronousMode.QUORUM)
                    : flag(n).map(on -> on ? SynchronousMode.ON : SynchronousMode.OFF))
        .orElse(SynchronousMode.OFF);
  }

  /** A list of texts; numbers and booleans in it become text. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    read(key, "a list of lines", n -> n.isArray() ? Optional.of(n) : Optional.empty())
        .ifPresent(
            list -> {
              for (JsonNode item : list) {
                if (item.isValueNode() && !item.isNull()) {
                  texts.add(item.asText());
                } else {
                  wrong(key, "a list of lines throughout");
                }
              }
            });
    return texts;
  }

  /** An object of values as PostgreSQL's configuration file takes them; nulls are left out. */
  Map<String, String> parameters(String key) {
    Map<String, String> parameters = new LinkedHashMap<>();
    objects(key)
        .forEach(
            (name, value) -> {
              if (value.isBoolean()) {
                parameters.put(name, value.booleanValue() ? "on" : "off");
              } else if (value.isNumber()) {
                parameters.put(name, value.asText());
              } else if (value.isTextual()) {
                parameters.put(name, value.textValue());
              } else if (!value.isNull()) {
                wrong(key + "." + name, "text, a number or a boolean");
              }
            });
    return parameters;
  }

  /** The entries of an object. */
  Map<String, JsonNode> objects(String key) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    read(key, "an object", n -> n.isObject() ? Optional.of(n) : Optional.empty())
        .ifPresent(o -> o.properties().forEach(e -> entries.put(e.getKey(), e.getValue())));
    return entries;
  }

  /** The objects of a list. */
  List<JsonNode> list(String key) {
    List<JsonNode> items = new ArrayList<>();
    read(key, "a list", n -> n.isArray() ? Optional.of(n) : Optional.empty())
        .ifPresent(list -> list.forEach(items::add));
    return items;
  }

  void wrong(String key, String expected) {
    problems.add("'%s%s' must be %s.".formatted(path, key, expected));
  }

  private <T> Optional<T> read(
      String key, String expected, Function<JsonNode, Optional<T>> reader) {
    JsonNode node = section.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    Optional<T> value = reader.apply(node);
    if (value.isEmpty()) {
      wrong(key, expected);
    }
    return value;
  }

  private static Optional<Long> integer(JsonNode node) {
    try {
      if (node.isNumber()) {
        return Optional.of(node.decimalValue().longValueExact());
      }
      return node.isTextual()
          ? Optional.of(Long.valueOf(node.textValue().trim()))
          : Optional.empty();
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> flag(JsonNode node) {
    if (node.isContainerNode()) {
      return Optional.empty();
    }
    return switch (node.asText().trim().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> Optional.of(true);
      case "false", "off", "no", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
