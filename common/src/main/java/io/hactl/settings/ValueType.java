package io.hactl.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hactl.settings.SettingsNode.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What kind of value a setting has: how it is read from a node, how a default is written, and what
 * an editor may check. Numbers and booleans may be texts, in YAML as in JSON.
 *
 * @param <T> what readers get
 */
public sealed interface ValueType<T> {

  /** For a table: {@code time}, {@code size}, {@code text}. */
  String name();

  /** Reads a node that is there and not null. */
  ReadValue<T> read(SettingsNode node);

  /** As an operator would write it. */
  default String write(T value) {
    return value.toString();
  }

  /** How a variable's text is taken. */
  default Form form() {
    return Form.SINGLE;
  }

  /** How a variable's text is taken. */
  enum Form {
    /** As the value. */
    SINGLE,
    /** As a list with commas, or in YAML. */
    LIST,
    /** As a mapping in YAML, with or without its braces. */
    MAPPING
  }

  /** JSON Schema, without a description. */
  ObjectNode schema();

  /** Seconds, or a number with a unit; 0 or more. */
  static ValueType<Duration> time() {
    return new SingleTypes.Time(false);
  }

  /** Seconds, or a number with a unit; more than 0. */
  static ValueType<Duration> positiveTime() {
    return new SingleTypes.Time(true);
  }

  /** Bytes, or a number with a unit; 0 or more. */
  static ValueType<Long> size() {
    return new SingleTypes.Size(0);
  }

  /** Bytes, or a number with a unit; a negative one stands for something else. */
  static ValueType<Long> sizeOrNegative() {
    return new SingleTypes.Size(Long.MIN_VALUE);
  }

  /** A whole number between {@code least} and {@code most}, both included. */
  static ValueType<Integer> number(int least, int most) {
    return new SingleTypes.WholeNumber(least, most);
  }

  /** {@code on off true false yes no 1 0}, in any case. */
  static ValueType<Boolean> flag() {
    return new SingleTypes.Flag();
  }

  /**
   * One of some words, in any case.
   *
   * @param choices word in lower case to meaning, in the order of the reference
   * @param others words that are understood as well
   */
  static <T> ValueType<T> choice(Map<String, T> choices, Map<String, T> others) {
    return new SingleTypes.Choice<>(choices, others);
  }

  /** A text; numbers and the like are taken as they are written. */
  static ValueType<String> text() {
    return new SingleTypes.Text(false);
  }

  /** A text exactly as written, with its blanks, even an empty one. */
  static ValueType<String> verbatim() {
    return new SingleTypes.Text(true);
  }

  /** A password or the like, exactly as written. */
  static ValueType<Secret> secret() {
    return new SingleTypes.Hidden();
  }

  /** A file or folder; a name that does not start with a slash is one below {@code base}. */
  static ValueType<Path> path(Path base) {
    return new SingleTypes.FilePath(base);
  }

  /** Where something listens or is reached. */
  static ValueType<HostPort> address(int defaultPort) {
    return parsed(
        "address",
        "host:port",
        "write one such as 10.0.0.1:" + defaultPort,
        text -> HostPort.parse(text, defaultPort));
  }

  /**
   * A text in a form of its own.
   *
   * @param expected to follow 'must be'
   * @param parser empty if the text is not in that form
   */
  static <T> ValueType<T> parsed(
      String name, String expected, String suggestion, Function<String, Optional<T>> parser) {
    return new SingleTypes.Parsed<>(name, expected, suggestion, parser);
  }

  /** A list of texts, or one text with commas. */
  static ValueType<List<String>> list() {
    return new ManyTypes.TextList(false);
  }

  /** The lines of a file: a list, or one text with line breaks. */
  static ValueType<List<String>> lines() {
    return new ManyTypes.TextList(true);
  }

  /** Any keys to values of one type, in the order written; keys without a value are left out. */
  static <V> ValueType<Map<String, V>> map(ValueType<V> values) {
    return new ManyTypes.MapOf<>(values);
  }

  /** A structure that its reader knows. */
  static ValueType<SettingsNode> tree(Shape shape) {
    return new ManyTypes.Structure<>(shape, ReadValue::of);
  }

  /** A structure, and what reads it where it has that shape. */
  static <T> ValueType<T> structure(Shape shape, Function<SettingsNode, ReadValue<T>> reader) {
    return new ManyTypes.Structure<>(shape, reader);
  }

  /** A value of one piece. */
  sealed interface Single<T> extends ValueType<T>
      permits SingleTypes.Time,
          SingleTypes.Size,
          SingleTypes.WholeNumber,
          SingleTypes.Flag,
          SingleTypes.Choice,
          SingleTypes.Text,
          SingleTypes.Hidden,
          SingleTypes.FilePath,
          SingleTypes.Parsed {

    /** What it must be. */
    String expected();

    /** What to write; empty text: that says it all. */
    String suggestion();

    /** Empty if the value is not in that form. */
    Optional<T> parse(Scalar scalar);

    @Override
    default ReadValue<T> read(SettingsNode node) {
      if (!(node instanceof Scalar scalar)) {
        return ReadValue.wrong(problem("must be " + expected()));
      }
      if (scalar.text().isBlank()) {
        return ReadValue.nothing();
      }
      return parse(scalar)
          .map(ReadValue::of)
          .orElseGet(
              () ->
                  ReadValue.wrong(
                      problem("must be " + expected() + ", not " + SingleTypes.quoted(scalar))));
    }

    private ValueProblem problem(String sentence) {
      return suggestion().isEmpty()
          ? ValueProblem.of(sentence)
          : ValueProblem.of(sentence, suggestion());
    }
  }

  /** A value of several pieces. */
  sealed interface Many<T> extends ValueType<T>
      permits ManyTypes.TextList, ManyTypes.MapOf, ManyTypes.Structure {}

  /** {@code {"type": …}}. */
  static ObjectNode schemaOf(String... types) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (types.length == 1) {
      return schema.put("type", types[0]);
    }
    List.of(types).forEach(schema.putArray("type")::add);
    return schema;
  }
}
