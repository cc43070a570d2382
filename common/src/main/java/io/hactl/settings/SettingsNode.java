package io.hactl.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.text.Units;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of the settings, and where it was written. */
public sealed interface SettingsNode {

  /** Where it was written. */
  Origin origin();

  /** The same as JSON. */
  JsonNode toJson();

  /** A tree of JSON, all of it from one origin; booleans become {@code on} and {@code off}. */
  static SettingsNode fromJson(Origin origin, JsonNode json) {
    if (json.isObject()) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      json.properties()
          .forEach(
              field ->
                  entries.put(
                      field.getKey(), new Entry(origin, fromJson(origin, field.getValue()))));
      return new Mapping(origin, entries);
    }
    if (json.isArray()) {
      return new Sequence(origin, json.valueStream().map(item -> fromJson(origin, item)).toList());
    }
    if (json.isBoolean()) {
      return new Scalar(origin, json.booleanValue() ? "on" : "off", Kind.BOOLEAN);
    }
    if (json.isNumber()) {
      Kind kind = json.isIntegralNumber() ? Kind.INTEGER : Kind.DECIMAL;
      return new Scalar(origin, json.asText(), kind);
    }
    return new Scalar(origin, json.asText(), json.isNull() ? Kind.NULL : Kind.TEXT);
  }

  /** What YAML 1.1 takes a scalar for. */
  enum Kind {
    TEXT,
    BOOLEAN,
    INTEGER,
    DECIMAL,
    NULL
  }

  /**
   * A single value.
   *
   * @param text as it was written, without quotes
   */
  record Scalar(Origin origin, String text, Kind kind) implements SettingsNode {

    /** Hides the text: it may be a password. */
    @Override
    public String toString() {
      return "Scalar[" + origin + ", " + kind + "]";
    }

    public boolean isNull() {
      return kind == Kind.NULL;
    }

    /** The number it is, in JSON's notation; empty if it is a text or something else. */
    Optional<BigDecimal> number() {
      try {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL
            ? Optional.of(new BigDecimal(text))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public JsonNode toJson() {
      JsonNodeFactory json = JsonNodeFactory.instance;
      return switch (kind) {
        case NULL -> json.nullNode();
        case TEXT -> json.textNode(text);
        case BOOLEAN -> json.booleanNode(Units.parseBoolean(text).orElse(false));
        case INTEGER -> integer(json);
        case DECIMAL -> decimal(json);
      };
    }

    /** A number out of the reach of {@code long}, or in base 60, stays a text. */
    private JsonNode integer(JsonNodeFactory json) {
      String digits = text.replace("_", "");
      try {
        boolean negative = digits.startsWith("-");
        String bare = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        long value = new BigInteger(withoutRadix(bare), radix(bare)).longValueExact();
        return json.numberNode(negative ? -value : value);
      } catch (ArithmeticException | NumberFormatException e) {
        return json.textNode(text);
      }
    }

    private static int radix(String digits) {
      if (digits.startsWith("0x")) {
        return 16;
      }
      if (digits.startsWith("0b")) {
        return 2;
      }
      return digits.length() > 1 && digits.startsWith("0") ? 8 : 10;
    }

    private static String withoutRadix(String digits) {
      return digits.startsWith("0x") || digits.startsWith("0b") ? digits.substring(2) : digits;
    }

    private JsonNode decimal(JsonNodeFactory json) {
      try {
        return json.numberNode(Double.parseDouble(text.replace("_", "")));
      } catch (NumberFormatException e) {
        return json.textNode(text);
      }
    }
  }

  /** A list. */
  record Sequence(Origin origin, List<SettingsNode> items) implements SettingsNode {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public JsonNode toJson() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.toJson()));
      return array;
    }
  }

  /** Keys and values, in the order they were written. */
  record Mapping(Origin origin, Map<String, Entry> entries) implements SettingsNode {

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Nothing at all. */
    public static Mapping empty(Origin origin) {
      return new Mapping(origin, Map.of());
    }

    @Override
    public JsonNode toJson() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().toJson()));
      return object;
    }
  }

  /**
   * A value and where its key stands.
   *
   * @param origin of the key
   */
  record Entry(Origin origin, SettingsNode value) {}
}
