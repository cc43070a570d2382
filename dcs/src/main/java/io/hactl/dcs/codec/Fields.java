package io.hactl.dcs.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.hactl.dcs.cluster.Lsn;
import io.hactl.text.IsoTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the fields of one key's JSON object. A field that is missing or null is empty; one of the
 * wrong type is empty too, and named among the problems.
 */
final class Fields {

  private final String key;
  private final JsonNode object;
  private final List<String> problems;

  Fields(String key, JsonNode object, List<String> problems) {
    this.key = key;
    this.object = object;
    this.problems = problems;
  }

  /** The field as it is; empty where it is missing or null. */
  Optional<JsonNode> node(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  Optional<String> text(String field) {
    return typed(field, "text", n -> n.isTextual() ? n.textValue() : null);
  }

  Optional<Long> number(String field) {
    return typed(field, "a whole number", Fields::wholeNumber);
  }

  Optional<Integer> smallNumber(String field) {
    return typed(
        field,
        "a whole number",
        n -> n.isIntegralNumber() && n.canConvertToInt() ? n.intValue() : null);
  }

  Optional<Lsn> lsn(String field) {
    return number(field).map(Lsn::new);
  }

  boolean flag(String field) {
    return typed(field, "true or false", n -> n.isBoolean() ? n.booleanValue() : null)
        .orElse(false);
  }

  Optional<OffsetDateTime> time(String field) {
    return typed(field, "a time with an offset", Fields::time);
  }

  /** The field as an object or a list of its own. */
  Optional<JsonNode> object(String field) {
    return typed(field, "an object", n -> n.isObject() ? n : null);
  }

  Optional<JsonNode> list(String field) {
    return typed(field, "a list", n -> n.isArray() ? n : null);
  }

  /** A word out of a fixed set. */
  <T> Optional<T> word(String field, Function<String, Optional<T>> meaning) {
    return text(field)
        .flatMap(
            word -> {
              Optional<T> known = meaning.apply(word);
              if (known.isEmpty()) {
                problems.add(
                    "Key %s: field '%s' has the unknown value '%s', which is ignored."
                        .formatted(key, field, word));
              }
              return known;
            });
  }

  void wrong(String field, String expected) {
    problems.add("Key %s: field '%s' is not %s and is ignored.".formatted(key, field, expected));
  }

  static Long wholeNumber(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : null;
  }

  private static OffsetDateTime time(JsonNode node) {
    try {
      return node.isTextual() ? IsoTime.parse(node.textValue()) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private <T> Optional<T> typed(String field, String expected, Function<JsonNode, T> reader) {
    return node(field)
        .flatMap(
            node -> {
              Optional<T> value = Optional.ofNullable(reader.apply(node));
              if (value.isEmpty()) {
                wrong(field, expected);
              }
              return value;
            });
  }
}
