package io.hactl.settings;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.SettingsNode.Scalar;
import io.hactl.settings.ValueType.Single;
import io.hactl.text.Texts;
import io.hactl.text.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The types of values of one piece; {@link ValueType} says what each is. */
final class SingleTypes {

  private SingleTypes() {}

  static String quoted(Scalar scalar) {
    return Texts.quote(scalar.text().strip());
  }

  record Time(boolean positive) implements Single<Duration> {

    @Override
    public String name() {
      return "time";
    }

    @Override
    public String expected() {
      return positive ? "a time above 0" : "a time of 0 or more";
    }

    @Override
    public String suggestion() {
      return "write seconds, or a number with a unit such as 500ms, 10s or 5min";
    }

    @Override
    public Optional<Duration> parse(Scalar scalar) {
      return Units.parseDuration(scalar.text())
          .or(() -> scalar.number().flatMap(Units::seconds))
          .filter(value -> positive ? value.isPositive() : !value.isNegative());
    }

    @Override
    public String write(Duration value) {
      return Units.text(value);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("number", "string");
    }
  }

  record Size(long least) implements Single<Long> {

    @Override
    public String name() {
      return "size";
    }

    @Override
    public String expected() {
      return "a size";
    }

    @Override
    public String suggestion() {
      return "write bytes, or a number with a unit such as 64kB, 16MB or 1GB";
    }

    @Override
    public Optional<Long> parse(Scalar scalar) {
      return Units.parseBytes(scalar.text())
          .or(() -> scalar.number().flatMap(Units::exact))
          .filter(value -> value >= least);
    }

    @Override
    public String write(Long value) {
      return value < 1 ? String.valueOf(value) : Units.text(value);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("integer", "string");
    }
  }

  record WholeNumber(int least, int most) implements Single<Integer> {

    @Override
    public String name() {
      return least == Integer.MIN_VALUE
          ? "whole number"
          : "whole number, " + least + (most == Integer.MAX_VALUE ? " or more" : " to " + most);
    }

    @Override
    public String expected() {
      if (least == Integer.MIN_VALUE) {
        return "a whole number";
      }
      return most == Integer.MAX_VALUE
          ? "a whole number of " + least + " or more"
          : "a whole number from " + least + " to " + most;
    }

    @Override
    public String suggestion() {
      return "";
    }

    @Override
    public Optional<Integer> parse(Scalar scalar) {
      return integer(scalar.text().strip())
          .or(() -> scalar.number().flatMap(Units::exact))
          .filter(value -> value >= least && value <= most)
          .map(Long::intValue);
    }

    private static Optional<Long> integer(String text) {
      try {
        return Optional.of(Long.valueOf(text.replace("_", "")));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("integer", "string").put("minimum", least).put("maximum", most);
    }
  }

  record Flag() implements Single<Boolean> {

    @Override
    public String name() {
      return "flag";
    }

    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public String suggestion() {
      return "";
    }

    @Override
    public Optional<Boolean> parse(Scalar scalar) {
      return Units.parseBoolean(scalar.text());
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schemaOf("boolean", "string", "integer");
      ArrayNode values = schema.putArray("enum").add(true).add(false);
      for (String word : new String[] {"on", "off", "true", "false", "yes", "no"}) {
        values.add(word);
      }
      values.add(1).add(0);
      return schema;
    }
  }

  record Choice<T>(Map<String, T> choices, Map<String, T> others) implements Single<T> {

    Choice {
      choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
      others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    @Override
    public String name() {
      return String.join(", ", choices.keySet().stream().map(word -> "`" + word + "`").toList());
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", choices.keySet());
    }

    @Override
    public String suggestion() {
      return "";
    }

    @Override
    public Optional<T> parse(Scalar scalar) {
      String word = scalar.text().strip().toLowerCase(Locale.ROOT);
      return Optional.ofNullable(choices.getOrDefault(word, others.get(word)));
    }

    @Override
    public String write(T value) {
      return choices.entrySet().stream()
          .filter(choice -> choice.getValue().equals(value))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow();
    }

    /** Words may be in any case, so that an editor offers them and refuses no other. */
    @Override
    public ObjectNode schema() {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      ArrayNode any = schema.putArray("anyOf");
      ArrayNode values = any.addObject().putArray("enum");
      choices.keySet().forEach(values::add);
      any.add(ValueType.schemaOf("string", "boolean", "integer"));
      return schema;
    }
  }

  record Text(boolean exact) implements Single<String> {

    @Override
    public String name() {
      return "text";
    }

    @Override
    public String expected() {
      return "a text, a number or a boolean";
    }

    @Override
    public String suggestion() {
      return "";
    }

    @Override
    public Optional<String> parse(Scalar scalar) {
      return Optional.of(exact ? scalar.text() : scalar.text().strip());
    }

    @Override
    public ReadValue<String> read(SettingsNode node) {
      return exact && node instanceof Scalar scalar
          ? ReadValue.of(scalar.text())
          : Single.super.read(node);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("string", "number", "boolean");
    }
  }

  record Hidden() implements Single<Secret> {

    @Override
    public String name() {
      return "secret";
    }

    @Override
    public String expected() {
      return "a text";
    }

    @Override
    public String suggestion() {
      return "";
    }

    @Override
    public Optional<Secret> parse(Scalar scalar) {
      return Optional.of(new Secret(scalar.text()));
    }

    /** Blanks may be all there is to a password. */
    @Override
    public ReadValue<Secret> read(SettingsNode node) {
      return node instanceof Scalar scalar && !scalar.text().isEmpty()
          ? ReadValue.of(new Secret(scalar.text()))
          : Single.super.read(node);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("string", "number", "boolean");
    }
  }

  record FilePath(Path base) implements Single<Path> {

    @Override
    public String name() {
      return "path";
    }

    @Override
    public String expected() {
      return "a path";
    }

    @Override
    public String suggestion() {
      return "write a file's name";
    }

    @Override
    public Optional<Path> parse(Scalar scalar) {
      return Texts.toPath(scalar.text().strip()).map(base::resolve);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("string");
    }
  }

  record Parsed<T>(
      String name, String expected, String suggestion, Function<String, Optional<T>> parser)
      implements Single<T> {

    @Override
    public Optional<T> parse(Scalar scalar) {
      return parser.apply(scalar.text().strip());
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schemaOf("string", "number", "boolean");
    }
  }
}
